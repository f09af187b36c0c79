import BraidTestSupport
import BraidTesting
import Testing

@testable import BraidCore

/// Swift tasks on a goroutine scheduler with one worker and no monitor: a wait that kept the worker would never end.
@Suite(.timeLimit(.minutes(20))) struct SchedulerJobsTests {
    private actor Place {
        private(set) var visits = 0

        func visit(waitingFor latch: Latch) {
            latch.wait()
            visits += 1
        }
    }

    /// Runs `body` as a task of a scheduler, and waits for it as a plain thread.
    private func onScheduler(_ body: @escaping @Sendable (Scheduler) async -> Void) async throws {
        try await onPlainThread {
            let scheduler = Scheduler(workers: 1, layout: nil, hasMonitor: false)
            let ended = Latch(1)
            // A task belongs to the scheduler on which it was started.
            scheduler.go {
                Task(executorPreference: GoroutineExecutor.shared) {
                    await body(scheduler)
                    ended.countDown()
                }
            }
            ended.wait()
            scheduler.stop()
        }
    }

    @Test func aTaskRunsOnAWorkersOwnStack() async throws {
        try await onScheduler { _ in
            #expect(Worker.current != nil)
            #expect(Fiber.current == nil)
        }
    }

    @Test func aWaitInATaskHandsTheWorkersQueueOver() async throws {
        try await onScheduler { scheduler in
            let latch = Latch(1)
            scheduler.go { latch.countDown() }
            blockHere(latch)
        }
    }

    @Test func aWaitInAnActorsMethodHandsTheWorkersQueueOver() async throws {
        try await onScheduler { scheduler in
            let place = Place()
            let latch = Latch(1)
            scheduler.go { latch.countDown() }
            await place.visit(waitingFor: latch)
            #expect(await place.visits == 1)
        }
    }

    @Test func waitsInATaskGroupHandTheWorkersQueueOver() async throws {
        try await onScheduler { scheduler in
            let latches = (0..<4).map { _ in Latch(1) }
            await withTaskGroup(of: Void.self) { group in
                // Each child waits for the next; a goroutine lets the last one go.
                for index in latches.indices {
                    group.addTask {
                        blockHere(latches[index])
                        if index > 0 { latches[index - 1].countDown() }
                    }
                }
                scheduler.go { latches[3].countDown() }
            }
        }
    }

    @Test func aTaskGoesOnAfterItsThreadHasWaited() async throws {
        try await onScheduler { scheduler in
            for _ in 0..<100 {
                let latch = Latch(1)
                scheduler.go { latch.countDown() }
                blockHere(latch)
                await Task.yield()
            }
        }
    }

    @Test func aJobThatBlocksInTheKernelIsReplacedByTheMonitor() async throws {
        try await onPlainThread {
            let pipe = try Pipe()
            pipe.makeReadingBlock()
            withScheduler(workers: 1) { scheduler in
                let ended = Latch(2)
                scheduler.go {
                    Task(executorPreference: GoroutineExecutor.shared) {
                        _ = pipe.readByte()
                        ended.countDown()
                    }
                    scheduler.go {
                        pipe.write("x")
                        ended.countDown()
                    }
                }
                ended.wait()
            }
        }
    }
}

/// A synchronous wait, as code has it that does not know that it is called from a task.
private func blockHere(_ latch: Latch) { latch.wait() }
