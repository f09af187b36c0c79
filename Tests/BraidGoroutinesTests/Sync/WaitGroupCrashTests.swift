import BraidGoroutines
import BraidTestSupport
import BraidTesting
import Testing

@Suite struct WaitGroupCrashTests {
    @Test func aNegativeCounterStopsTheProgram() async {
        let death = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            WaitGroup().done()
        }
        #expect(death?.standardErrorContent.says("done was called more often than add") == true)
    }

    @Test func anErrorInAGroupsGoroutineStopsTheProgramAndNamesThePlace() async {
        let death = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try await onPlainThread {
                let group = WaitGroup()
                group.go(name: "visitor", line: 55) { throw ChannelClosed() }
                group.wait()
            }
        }
        let words = death?.standardErrorContent
        #expect(
            words?.says("\"visitor\" created at BraidGoroutinesTests/WaitGroupCrashTests.swift:55") == true)
    }
}
