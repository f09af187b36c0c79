import BraidTestSupport
import BraidTesting
import Glibc
import Testing

@testable import BraidCore

@Suite(.timeLimit(.minutes(20))) struct WorkerTargetTests {
    /// Counts how many goroutines are in a computation at the same time.
    private func mostAtOnce(_ scheduler: Scheduler, goroutines: Int) -> Int {
        let now = Shared(0)
        let most = Shared(0)
        scheduler.runAll(goroutines) { _ in
            let count = now.withLock {
                $0 += 1; return $0
            }
            most.withLock { $0 = max($0, count) }
            // Stays until the others have come, or have had every chance to.
            for _ in 0..<1_000 { if now.withLock({ $0 == goroutines }) { break } }
            now.withLock { $0 -= 1 }
        }
        return most.value
    }

    @Test func moreWorkersRunMoreAtOnce() async throws {
        try await onPlainThread {
            let scheduler = Scheduler(workers: 1, layout: nil, hasMonitor: false)
            #expect(mostAtOnce(scheduler, goroutines: 8) == 1)
            scheduler.workerTarget = 4
            // Each needs a worker to itself: they wait for each other without a Braid call.
            let arrived = Shared(0)
            scheduler.runAll(4) { _ in
                arrived.withLock { $0 += 1 }
                while arrived.value < 4 { sched_yield() }
            }
            #expect(arrived.value == 4)
            scheduler.stop()
        }
    }

    @Test func fewerWorkersRunFewerAtOnce() async throws {
        try await onPlainThread {
            let scheduler = Scheduler(workers: 4, layout: nil, hasMonitor: false)
            scheduler.runAll(100) { _ in Fiber.current?.yield() }
            scheduler.workerTarget = 1
            // Everybody who is too many has left once each of them has looked around.
            while scheduler.seats.dropFirst().contains(where: { !$0.tenancy.isFree }) { sched_yield() }
            #expect(mostAtOnce(scheduler, goroutines: 8) == 1)
            scheduler.stop()
        }
    }

    @Test func nothingIsLostWhileTheNumberChanges() async throws {
        try await onPlainThread {
            let scheduler = Scheduler(workers: 2)
            let ended = Latch(20_000)
            for round in 0..<200 {
                for _ in 0..<100 {
                    scheduler.go {
                        Fiber.current?.yield()
                        ended.countDown()
                    }
                }
                scheduler.workerTarget = [1, 4, 2, 8, 3][round % 5]
            }
            ended.wait()
            #expect(scheduler.workerTarget == 3)
            scheduler.stop()
        }
    }

    /// Somebody always sees to the timers, whoever leaves his seat, and every seat that is wanted has a worker.
    @Test(arguments: [false, true])
    func sleepersWakeWhileTheNumberChanges(hasMonitor: Bool) async throws {
        try await onPlainThread {
            let scheduler = Scheduler(workers: 1, layout: nil, hasMonitor: hasMonitor)
            let rounds = isSanitized ? 200 : 2_000
            scheduler.runAll(8) { index in
                for round in 0..<rounds {
                    if index == 0 { scheduler.workerTarget = [1, 9, 2, 1, 5][round % 5] }
                    let deadline = scheduler.clock.now.advanced(by: .microseconds((round + index) % 7 * 10))
                    Waiter.withCurrent { _ = $0.park(.sleep, until: deadline) }
                    if round % 3 == 0 { Fiber.current?.yield() }
                }
            }
            // As many can run at once as are wanted: each of these needs a worker to itself.
            scheduler.workerTarget = 4
            let arrived = Shared(0)
            scheduler.runAll(4) { _ in
                arrived.withLock { $0 += 1 }
                while arrived.value < 4 { sched_yield() }
            }
            scheduler.stop()
        }
    }
}
