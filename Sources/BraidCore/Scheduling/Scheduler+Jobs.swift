// Scheduling › Jobs: Swift tasks on the workers of a goroutine scheduler.
//
// The Swift runtime keeps what belongs to a running task in the thread, where a fiber cannot take it along: so a job runs
// on its worker's own stack, never on a fiber. A Braid wait inside it blocks the thread, and hands the worker's seat over
// first; any other call that blocks is seen by the monitor, as in a goroutine.

extension Scheduler: TaskExecutor {
    /// Queues a job of a Swift task, behind the goroutines that wait already.
    package func enqueue(_ job: consuming ExecutorJob) {
        enqueue(.job(UnownedJob(job)))
    }

    func run(_ job: UnownedJob, on worker: Worker) {
        worker.pulse.enter()
        // Safety: the scheduler outlives its workers, and the job was given to it to be run once.
        unsafe job.runSynchronously(on: asUnownedTaskExecutor())
        worker.pulse.leave()
    }
}
