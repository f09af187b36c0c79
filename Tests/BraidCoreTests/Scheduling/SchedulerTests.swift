@testable import BraidCore
import BraidTestSupport
import BraidTesting
import Glibc
import Testing

@Suite struct SchedulerTests {
    @Test(arguments: [1, 2, 4, 8])
    func nothingIsLost(workers: Int) async throws {
        try await onPlainThread {
            let ran = Tally()
            let scheduler = Scheduler(workers: workers)
            for _ in 0..<5_000 {
                scheduler.go {
                    Fiber.current?.yield()
                    ran.add()
                }
            }
            scheduler.stop()
            #expect(ran.value == 5_000)
            #expect(scheduler.liveCount == 0)
        }
    }

    @Test func stopWaitsForWhatIsRunnableAndItsChildren() async throws {
        try await onPlainThread {
            let ran = Tally()
            let scheduler = Scheduler(workers: 2)
            scheduler.go {
                for _ in 0..<100 {
                    Scheduler.current.go { ran.add() }
                }
            }
            scheduler.stop()
            #expect(ran.value == 100)
        }
    }

    @Test func stopEndsWorkersThatSleep() async throws {
        try await onPlainThread {
            for workers in 1...4 { Scheduler(workers: workers).stop() }
        }
    }

    @Test func currentIsTheOneThatRunsTheGoroutine() async throws {
        try await onPlainThread {
            withScheduler(workers: 1) { scheduler in
                scheduler.runAll(1) { _ in #expect(Scheduler.current === scheduler) }
            }
            #expect(Scheduler.current === Scheduler.shared)
        }
    }

    @Test func goroutinesStartFromAPlainThreadAndFromASwiftTask() async throws {
        let latch = Latch(2)
        Scheduler.shared.go { latch.countDown() }
        try await onPlainThread {
            Scheduler.shared.go { latch.countDown() }
            latch.wait()
        }
    }

    @Test func tenThousandWaitAtOnce() async throws {
        try await onPlainThread {
            withScheduler(workers: 2) { scheduler in
                let (arrived, gate) = (Latch(10_000), Latch(1))
                let passed = Latch(10_000)
                for _ in 0..<10_000 {
                    scheduler.go {
                        arrived.countDown()
                        gate.wait()
                        passed.countDown()
                    }
                }
                arrived.wait()
                #expect(scheduler.liveCount == 10_000)
                gate.countDown()
                passed.wait()
            }
        }
    }

    @Test func aDeadlineIsNeverEarly() async throws {
        try await onPlainThread {
            withScheduler(workers: 2) { scheduler in
                scheduler.runAll(50) { index in
                    let deadline = scheduler.clock.now.advanced(by: .microseconds(index * 37))
                    Waiter.withCurrent { _ = $0.park(.sleep, until: deadline) }
                    #expect(scheduler.clock.now >= deadline)
                }
            }
        }
    }

    /// A pair that always has something to do must not keep what comes from elsewhere waiting for ever.
    @Test(.timeLimit(.minutes(20)), arguments: [false, true])
    func aBusySeatStarvesNeitherTheQueueNorTimers(byTimer: Bool) async throws {
        try await onPlainThread {
            let scheduler = Scheduler(workers: 1, layout: nil, hasMonitor: false)
            let (started, isOver, ended) = (Latch(2), Flag(), Latch(2))
            if byTimer {
                scheduler.go {
                    let deadline = scheduler.clock.now.advanced(by: .milliseconds(1))
                    Waiter.withCurrent { _ = $0.park(.sleep, until: deadline) }
                    isOver.raise()
                }
            }
            for _ in 0..<2 {
                scheduler.go {
                    started.countDown()
                    while !isOver.isRaised { Fiber.current?.yield() }
                    ended.countDown()
                }
            }
            started.wait()
            if !byTimer { scheduler.go { isOver.raise() } }
            ended.wait()
            scheduler.stop()
        }
    }

    /// Whose time has come waits for a turn, not until the queue is empty.
    @Test(.timeLimit(.minutes(20)))
    func aLongQueueStarvesNoTimer() async throws {
        let most = 20_000
        let ranBefore = try await onPlainThread {
            let scheduler = Scheduler(workers: 1, layout: nil, hasMonitor: false)
            let (isQueued, ended, ran, ranBefore) = (Flag(), Latch(most), Tally(), Tally())
            scheduler.go {
                // The worker is busy until all are in the queue.
                while !isQueued.isRaised { pauseThread() }
            }
            scheduler.go {
                let deadline = scheduler.clock.now.advanced(by: .milliseconds(1))
                Waiter.withCurrent { _ = $0.park(.sleep, until: deadline) }
                ranBefore.add(ran.value)
            }
            for _ in 0..<most {
                scheduler.go {
                    let end = scheduler.clock.now.advanced(by: .microseconds(5))
                    while scheduler.clock.now < end {}
                    ran.add()
                    ended.countDown()
                }
            }
            isQueued.raise()
            ended.wait()
            scheduler.stop()
            return ranBefore.value
        }
        #expect(ranBefore < most / 2)
    }

    /// What makes room for it goes to the queue; it stays, and is next.
    @Test(.timeLimit(.minutes(20)))
    func whoIsWokenIntoAFullSeatIsNext() async throws {
        let ranBefore = try await onPlainThread {
            withScheduler(workers: 1, hasMonitor: false) { scheduler in
                let (ran, ranBefore) = (Tally(), Tally())
                scheduler.runAll(1) { _ in
                    let gates = [Latch(1), Latch(1)]
                    let (areWaiting, ended) = (Latch(2), Latch(2))
                    for gate in gates {
                        scheduler.go {
                            areWaiting.countDown()
                            gate.wait()
                            ranBefore.add(ran.value)
                            ended.countDown()
                        }
                    }
                    areWaiting.wait()
                    Fiber.current?.yield()
                    for _ in 0..<RunRing.capacity { scheduler.go { ran.add() } }
                    for gate in gates { gate.countDown() }
                    ended.wait()
                }
                return ranBefore.value
            }
        }
        #expect(ranBefore < RunRing.capacity, "one was next, and the other behind those that were here")
    }

    /// The ring is full, the slot before it too, and the worker looks at the queue.
    @Test(.timeLimit(.minutes(20)))
    func aWorkerWithoutRoomTakesOneFromTheQueue() async throws {
        try await onPlainThread {
            withScheduler(workers: 1) { scheduler in
                scheduler.runAll(1) { _ in
                    // A worker looks now and then: another number of turns before each round.
                    for round in 0..<64 {
                        let (gate, back) = (Latch(1), Latch(1))
                        scheduler.go {
                            gate.wait()
                            back.countDown()
                        }
                        for _ in 0...round { Fiber.current?.yield() }
                        for _ in 0..<RunRing.capacity { scheduler.go {} }
                        PlainThread(name: "launcher") { scheduler.go {} }.join()
                        gate.countDown()
                        back.wait()
                    }
                }
            }
        }
    }

    @Test func aSeededSchedulerRunsOnTheCallersThread() async throws {
        try await onPlainThread {
            let thread = pthread_self()
            let scheduler = Scheduler(seed: 3)
            let isSame = Flag()
            scheduler.go { if pthread_equal(pthread_self(), thread) != 0 { isSame.raise() } }
            scheduler.run()
            #expect(isSame.isRaised)
            #expect(Worker.current == nil)
        }
    }

    @Test func haltedTimeStandsStill() async throws {
        try await onPlainThread {
            let scheduler = Scheduler(seed: 3)
            scheduler.go {
                scheduler.haltTime()
                Waiter.withCurrent { _ = $0.park(.sleep, until: Instant(nanoseconds: 5)) }
            }
            scheduler.run()
            #expect(scheduler.clock.now == Instant(nanoseconds: 0))
            #expect(scheduler.fibers.map(\.waitReason) == [.sleep])
        }
    }
}
