@testable import BraidCore
import BraidTestSupport
import BraidTesting
import Testing

@Suite struct UncaughtErrorCrashTests {
    struct Lost: Error {}

    @Test func anErrorNobodyCaughtEndsTheProgramAndNamesTheGoroutine() async {
        let death = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try await onPlainThread {
                withScheduler(workers: 1) { scheduler in
                    let never = Latch(1)
                    scheduler.go(name: "careless", line: 77) { throw Lost() }
                    never.wait()
                }
            }
        }
        #expect(
            death?.standardErrorContent.says(
                "goroutine 1 \"careless\" created at BraidCoreTests/OwnScheduler.swift:77") == true)
        #expect(death?.standardErrorContent.says("ended with an error that nobody caught: Lost()") == true)
    }
}
