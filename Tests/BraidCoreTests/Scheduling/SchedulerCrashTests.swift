@testable import BraidCore
import BraidTestSupport
import BraidTesting
import Testing

@Suite struct SchedulerCrashTests {
    @Test func aSchedulerNeedsAWorker() async {
        let death = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            Scheduler(workers: 0).stop()
        }
        #expect(death?.standardErrorContent.says("a scheduler needs a worker") == true)
    }

    /// A Swift job never runs on a fiber, so a wait inside would block the one thread there is, for ever.
    @Test func aSeededRunInsideASwiftTaskStopsTheProgram() async {
        let death = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            // The probe has run already, so nothing else would notice.
            try await onPlainThread { Scheduler(seed: 1).run() }
            Scheduler(seed: 1).run()
        }
        #expect(death?.standardErrorContent.says("from inside a Swift task") == true)
    }

    @Test func anOrdinarySchedulerDoesNotRunOnItsCallersThread() async {
        let death = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try await onPlainThread { Scheduler(workers: 1).run() }
        }
        #expect(
            death?.standardErrorContent.says("only a seeded scheduler runs on its caller's thread") == true)
    }

    @Test func aSeededRunInsideAGoroutineStopsTheProgram() async {
        let death = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try await onPlainThread {
                withScheduler(workers: 1) { $0.runAll(1) { _ in Scheduler(seed: 1).run() } }
            }
        }
        #expect(
            death?.standardErrorContent.says("this thread works for a goroutine scheduler already") == true)
    }
}
