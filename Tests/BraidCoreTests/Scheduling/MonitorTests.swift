import BraidTestSupport
import BraidTesting
import Glibc
import Testing

@testable import BraidCore

/// None of these would end without the monitor: the goroutines that are needed to go on wait behind those that block.
@Suite(.timeLimit(.minutes(20))) struct MonitorTests {
    @Test func aGoroutineThatBlocksInTheKernelIsReplaced() async throws {
        try await onPlainThread {
            let pipe = try Pipe()
            pipe.makeReadingBlock()
            withScheduler(workers: 1) { scheduler in
                let latch = Latch(2)
                scheduler.go {
                    _ = pipe.readByte()
                    latch.countDown()
                }
                scheduler.go {
                    pipe.write("x")
                    latch.countDown()
                }
                latch.wait()
            }
        }
    }

    /// On one worker: each of the three is in a call of the C library that ends when all have made it.
    @Test func threeThatWaitForEachOtherInTheKernelAreThereAtOnce() async throws {
        try await onPlainThread {
            // Safety: freed below, when nobody waits there any more.
            let barrier = UnsafeMutablePointer<pthread_barrier_t>.allocate(capacity: 1)
            unsafe pthread_barrier_init(barrier, nil, 3)
            let address = UInt(bitPattern: barrier)
            withScheduler(workers: 1) { scheduler in
                scheduler.runAll(3) { _ in
                    // Safety: as above.
                    if let barrier = unsafe UnsafeMutablePointer<pthread_barrier_t>(bitPattern: address) {
                        unsafe pthread_barrier_wait(barrier)
                    }
                }
            }
            unsafe pthread_barrier_destroy(barrier)
            unsafe barrier.deallocate()
        }
    }

    /// More than may compute at once. Without a descriptor it cannot be asked whether a thread waits in the kernel.
    @Test func thoseWhoBlockAreReplacedThoughTheProcessIsOutOfDescriptors() async {
        await #expect(processExitsWith: .success) {
            try await onPlainThread {
                let pipe = try Pipe()
                pipe.makeReadingBlock()
                withScheduler(workers: 1) { scheduler in
                    var none = rlimit(rlim_cur: 0, rlim_max: 0)
                    // Safety: the limit is read by the call.
                    let refusal = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &none)
                    precondition(refusal == 0)
                    let (count, latch) = (2 * Monitor.computationsPerProcessor, Latch(1))
                    for _ in 0..<count { scheduler.go { _ = pipe.readByte() } }
                    scheduler.go { latch.countDown() }
                    latch.wait()
                    pipe.write(String(repeating: "x", count: count))
                }
            }
        }
    }

    /// While all sleep it looks again in a second, or never; but at once when there is work, which may block.
    @Test func aMonitorThatRestsIsWokenByWork() async throws {
        try await onPlainThread {
            let scheduler = Scheduler(workers: 1, layout: nil, hasMonitor: false)
            let isAwake = Flag()
            let monitor = PlainThread(name: "monitor") {
                let inAnHour = scheduler.clock.now.advanced(by: .seconds(3_600))
                scheduler.restMonitor(until: inAnHour, isWokenByWork: true)
                isAwake.raise()
            }
            while !isAwake.isRaised { scheduler.runAll(1) { _ in } }
            monitor.join()
            scheduler.stop()
        }
    }

    /// It has looked for a deadlock, and a thread begins to wait before it sleeps: perhaps the last that could go on.
    @Test func aMonitorDoesNotRestIfAThreadHasBegunToWaitSinceItLooked() async throws {
        try await onPlainThread {
            withScheduler(workers: 1, hasMonitor: false) { scheduler in
                while scheduler.situation != .idle { pauseThread() }
                scheduler.noteParkedThread()
                // Comes back at once, or never.
                scheduler.restMonitor(until: .never, isWokenByWork: true)
            }
        }
    }

    /// Otherwise one worker would go on with two threads.
    @Test func whoLostItsSeatByComputingGoesBehindTheGoroutineItStarts() async throws {
        try await onPlainThread {
            withScheduler(workers: 1) { scheduler in
                let latch = Latch(3)
                scheduler.go {
                    scheduler.go { latch.countDown() }
                    while Worker.current?.wasReplaced == false {}
                    let hasBegun = Flag()
                    Scheduler.launch(
                        name: nil, stackSize: nil, site: CreationSite(fileID: #fileID, line: #line)
                    ) {
                        hasBegun.raise()
                        latch.countDown()
                    }
                    // Or it has waited for its turn, but the other was held up on the way.
                    #expect(hasBegun.isRaised || Worker.current?.wasReplaced == false)
                    latch.countDown()
                }
                latch.wait()
            }
        }
    }

    @Test(arguments: [1, 2, 10]) func endlessLoopsStarveNobody(loops: Int) async throws {
        try await onPlainThread {
            withScheduler(workers: 1) { scheduler in
                let isOver = Flag()
                let latch = Latch(loops + 1)
                for _ in 0..<loops {
                    scheduler.go {
                        while !isOver.isRaised {}
                        latch.countDown()
                    }
                }
                scheduler.go {
                    isOver.raise()
                    latch.countDown()
                }
                latch.wait()
            }
        }
    }

    @Test func timersGoOnWhileEveryWorkerIsBlocked() async throws {
        try await onPlainThread {
            let pipe = try Pipe()
            pipe.makeReadingBlock()
            withScheduler(workers: 2) { scheduler in
                let latch = Latch(3)
                scheduler.go {
                    Waiter.withCurrent { waiter in
                        _ = waiter.park(.sleep, until: waiter.now.advanced(by: .milliseconds(20)))
                    }
                    pipe.write("xx")
                    latch.countDown()
                }
                for _ in 0..<2 {
                    scheduler.go {
                        _ = pipe.readByte()
                        latch.countDown()
                    }
                }
                latch.wait()
            }
        }
    }

    /// A worker that waited for descriptors computes with what it found, while another sleeps where no timer wakes it. It is
    /// not called at every event, so there are several.
    @Test func timersGoOnWhileTheWorkerThatWaitedForThemComputes() async throws {
        try await onPlainThread {
            let pipe = try Pipe()
            withScheduler(workers: 2) { scheduler in
                for _ in 0..<20 {
                    let (latch, isDue, isWaiting) = (Latch(2), Flag(), Flag())
                    scheduler.go {
                        isWaiting.raise()
                        _ = try scheduler.poller.wait(for: pipe.reading, .read, until: .never)
                        _ = pipe.readByte()
                        while !isDue.isRaised {}
                        latch.countDown()
                    }
                    scheduler.go {
                        Waiter.withCurrent { waiter in
                            _ = waiter.park(.sleep, until: waiter.now.advanced(by: .milliseconds(20)))
                        }
                        isDue.raise()
                        latch.countDown()
                    }
                    // When both workers sleep, one of them in the poller.
                    while !isWaiting.isRaised || scheduler.state.withLock({ $0.idleness.sleeping }) < 2,
                        !isDue.isRaised
                    { pauseThread() }
                    pipe.write("x")
                    latch.wait()
                }
            }
        }
    }

    @Test func aHundredBlockedGoroutinesAreAllReplacedAndTheirThreadsEnd() async throws {
        try await onPlainThread {
            let pipe = try Pipe()
            pipe.makeReadingBlock()
            withScheduler(workers: 2) { scheduler in
                let latch = Latch(101)
                for _ in 0..<100 {
                    scheduler.go {
                        _ = pipe.readByte()
                        latch.countDown()
                    }
                }
                scheduler.go {
                    pipe.write(String(repeating: "x", count: 100))
                    latch.countDown()
                }
                latch.wait()
            }
        }
    }

    /// The monitor rests while every worker sleeps, and a timer wakes a worker without the queue.
    @Test func aGoroutineThatBlocksAfterAPauseOfAllIsReplaced() async throws {
        try await onPlainThread {
            let pipe = try Pipe()
            pipe.makeReadingBlock()
            withScheduler(workers: 1) { scheduler in
                let latch = Latch(2)
                scheduler.go {
                    Waiter.withCurrent { waiter in
                        _ = waiter.park(.sleep, until: waiter.now.advanced(by: .milliseconds(300)))
                    }
                    scheduler.go {
                        pipe.write("x")
                        latch.countDown()
                    }
                    _ = pipe.readByte()
                    latch.countDown()
                }
                latch.wait()
            }
        }
    }

    /// It makes its first call on the thread that it has blocked, and goes on where the others are.
    @Test func aGoroutineThatWasReplacedJoinsTheOthersAtItsNextCall() async throws {
        try await onPlainThread {
            let pipe = try Pipe()
            pipe.makeReadingBlock()
            withScheduler(workers: 1) { scheduler in
                let latch = Latch(2)
                scheduler.go {
                    let own = threadNumber()
                    _ = pipe.readByte()
                    #expect(threadNumber() == own, "it was not moved while it was in the kernel")
                    Fiber.current?.yield()
                    // Its own thread may have been given the seat meanwhile.
                    #expect(Worker.current?.wasReplaced == false)
                    latch.countDown()
                }
                scheduler.go {
                    pipe.write("x")
                    latch.countDown()
                }
                latch.wait()
            }
        }
    }

    /// Who comes then finds a worker: the sleep of another is what ends this test.
    @Test func aGoroutineThatBlocksWhileNobodyWaitsIsReplacedToo() async throws {
        try await onPlainThread {
            let pipe = try Pipe()
            pipe.makeReadingBlock()
            withScheduler(workers: 1) { scheduler in
                let (isThere, latch) = (Flag(), Latch(1))
                scheduler.go {
                    isThere.raise()
                    _ = pipe.readByte()
                    latch.countDown()
                }
                while !isThere.isRaised || scheduler.state.withLock({ $0.idleness.sleeping }) == 0 {
                    pauseThread()
                }
                pipe.write("x")
                latch.wait()
            }
        }
    }

    @Test func workersThatComeBackRestAndAreCalledAgain() async throws {
        try await onPlainThread {
            let pipe = try Pipe()
            pipe.makeReadingBlock()
            withScheduler(workers: 1) { scheduler in
                for _ in 0..<20 {
                    let latch = Latch(2)
                    scheduler.go {
                        _ = pipe.readByte()
                        latch.countDown()
                    }
                    scheduler.go {
                        pipe.write("x")
                        latch.countDown()
                    }
                    latch.wait()
                }
            }
        }
    }
}
