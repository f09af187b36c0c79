import BraidGoroutines
import BraidTestSupport
import BraidTesting
import Glibc
import Testing

@Suite struct GoCrashTests {
    @Test func anErrorNobodyCatchesStopsTheProgramAndNamesThePlace() async {
        let death = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try await onPlainThread {
                go(name: "careless", line: 1_234) { throw ChannelClosed() }
                _ = Channel<Int>().receive()
            }
        }
        let words = death?.standardErrorContent
        #expect(words?.says("\"careless\" created at BraidGoroutinesTests/GoCrashTests.swift:1234") == true)
        #expect(words?.says("ended with an error that nobody caught: the channel is closed") == true)
    }

    /// Nobody has to stop for it: one that never lets go of its thread, one in the kernel, one that yields.
    @Test func anErrorStopsTheProgramWhateverOthersDo() async {
        let death = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try await onPlainThread {
                go { while true { Goroutine.yield() } }
                go { _ = poll(nil, 0, -1) }
                go { while isForEver {} }
                go(name: "careless") {
                    sleep(.milliseconds(1))
                    throw ChannelClosed()
                }
                _ = Channel<Int>().receive()
            }
        }
        #expect(death?.standardErrorContent.says("\"careless\" created at") == true)
    }

    @Test func thePlaceIsThatOfTheCall() async {
        let death = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try await onPlainThread { startCarelessGoroutine() }
        }
        #expect(
            death?.standardErrorContent.says("BraidGoroutinesTests/GoCrashTests.swift:\(lineOfGo)") == true)
    }
}

/// True, which the compiler does not know.
private var isForEver: Bool { getpid() != 0 }

/// Outside of the macro, in whose expansion lines have other numbers.
private let lineOfGo = #line + 3

private func startCarelessGoroutine() {
    go { throw ChannelClosed() }
    _ = Channel<Int>().receive()
}
