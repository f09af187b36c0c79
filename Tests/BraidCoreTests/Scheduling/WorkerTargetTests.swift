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

    /// It goes on with its goroutine for as long as that takes. Without a monitor, which would take the seat from it, and which
    /// allows only so many that compute.
    @Test func whatWaitsWhereOneIsTooManyIsRunByTheOneWhoIsLeft() async throws {
        try await onPlainThread {
            withScheduler(workers: 2, hasMonitor: false) { scheduler in
                let (arrived, isStarted, hasRun) = (Tally(), Flag(), Flag())
                scheduler.runAll(2) { _ in
                    arrived.add()
                    while arrived.value < 2 { pauseThread() }
                    guard Worker.current?.seat?.index == 1 else {
                        while !isStarted.isRaised { pauseThread() }
                        return
                    }
                    scheduler.workerTarget = 1
                    scheduler.go { hasRun.raise() }
                    isStarted.raise()
                    while !hasRun.isRaised { pauseThread() }
                }
            }
        }
    }

    /// It has a seat still, and what it puts there may be seen by nobody else: so its worker is looked after like the others.
    @Test func whoIsTooManyAndAtWorkKeepsTheMonitorAwake() async throws {
        try await onPlainThread {
            withScheduler(workers: 2, hasMonitor: false) { scheduler in
                let arrived = Tally()
                scheduler.runAll(2) { _ in
                    arrived.add()
                    while arrived.value < 2 { pauseThread() }
                    guard Worker.current?.seat?.index == 1 else { return }
                    scheduler.workerTarget = 1
                    // The other has nothing to do.
                    while scheduler.state.withLock({ $0.idleness.sleeping }) < 1 { pauseThread() }
                    #expect(scheduler.situation == .working)
                }
                // And once that one has left.
                while scheduler.situation != .idle { pauseThread() }
            }
        }
    }

    /// A seat that is handed over, or taken from one that blocks, may be one too many by then.
    @Test func pinnedAndBlockedGoroutinesGoOnWhileTheNumberChanges() async throws {
        try await onPlainThread {
            let scheduler = Scheduler(workers: 2)
            let (rounds, ended) = (isSanitized ? 20 : 200, Latch(9))
            for _ in 0..<4 {
                let pipe = try Pipe()
                pipe.makeReadingBlock()
                scheduler.go {
                    Fiber.pinned {
                        let own = threadNumber()
                        for _ in 0..<rounds {
                            _ = pipe.readByte()
                            Waiter.withCurrent {
                                _ = $0.park(.sleep, until: $0.now.advanced(by: .microseconds(10)))
                            }
                        }
                        #expect(threadNumber() == own)
                    }
                    ended.countDown()
                }
                scheduler.go {
                    for _ in 0..<rounds {
                        pipe.write("x")
                        Fiber.current?.yield()
                    }
                    ended.countDown()
                }
            }
            scheduler.go {
                for round in 0..<rounds {
                    scheduler.workerTarget = [1, 9, 2, 1, 5][round % 5]
                    Waiter.withCurrent { _ = $0.park(.sleep, until: $0.now.advanced(by: .microseconds(100))) }
                }
                ended.countDown()
            }
            ended.wait()
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
