// Scheduling › GoroutineExecutor: Swift tasks on the workers of a goroutine scheduler.
//
// The Swift runtime keeps what belongs to a running task in the thread, where a fiber cannot take it along: so a job runs
// on its worker's own stack, never on a fiber. A Braid wait inside it blocks the thread, and hands the worker's seat over
// first; any other call that blocks is seen by the monitor, as in a goroutine.
//
// One executor for all schedulers: the runtime compares executors by identity, and would queue a task anew at each call of
// a nonisolated function if it ran on another object than the one that it prefers. Whose workers they are is decided when
// a job is queued, by where that happens: so a task stays in a seeded run, or with the scheduler that it was started on.

/// Runs Swift tasks on the workers of goroutines: `Task(executorPreference: .goroutines)`. For code that blocks, which on
/// Swift's own pool would keep a thread from all other tasks.
public final class GoroutineExecutor: TaskExecutor {
    package static let shared = GoroutineExecutor()

    private init() {}

    /// Queues a job of a Swift task, behind the goroutines that wait already. Called by the Swift runtime, on any thread: a
    /// worker's own scheduler takes it, otherwise the one that `go` uses.
    public func enqueue(_ job: consuming ExecutorJob) {
        Scheduler.current.enqueue(.job(UnownedJob(job)))
    }
}

extension Scheduler {
    func run(_ job: UnownedJob, on worker: Worker) {
        worker.pulse.enter()
        // Safety: the executor is never freed, and the job was given to it to be run once.
        unsafe job.runSynchronously(on: GoroutineExecutor.shared.asUnownedTaskExecutor())
        worker.pulse.leave()
    }
}
