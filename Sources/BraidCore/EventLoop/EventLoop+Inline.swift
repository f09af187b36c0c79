// EventLoop › Inline: tasks that go on inside the callback or microtask that resumes them, which is what makes the ticks of
// the other models exact; and tasks that need not even stop.

extension EventLoop {
    /// Resumes a continuation of a task of this loop, and runs the task until it suspends again, inside the callback
    /// or microtask that is running: that is what an asyncio step and a JavaScript tick are.
    package func resumeInline(_ resume: () -> Void) {
        preconditionCurrent()
        // Safety: the loop's thread. Captures do not nest: the job runs after the capture has ended.
        unsafe queues.pointee.isCapturing = true
        resume()
        unsafe queues.pointee.isCapturing = false
        if let job = unsafe queues.pointee.captured.take() { run(job) }
    }

    func run(_ job: UnownedJob) {
        // Safety: a job that the runtime enqueued here runs once.
        unsafe job.runSynchronously(on: asUnownedTaskExecutor())
        // Safety: the loop's thread.
        unsafe queues.pointee.soleTask = nil
    }

    /// The calling task has just been resumed inline: until it suspends it is all that is left of the present callback.
    package func becomeSoleTask() {
        // Safety: the loop's thread.
        unsafe queues.pointee.soleTask = Self.addressOfTask
    }

    /// Whether a microtask that the calling task queued would be the very next thing to happen if the task suspended: then
    /// the task may go on at once, and nobody can tell the difference.
    package var wouldResumeNext: Bool {
        // Safety: the loop's thread.
        guard let sole = unsafe queues.pointee.soleTask, failure == nil else { return false }
        return unsafe queues.pointee.microtasks.isEmpty && Self.addressOfTask == sole
    }

    private static var addressOfTask: UInt? {
        // Safety: the struct is one reference, which the cast checks; only the address is looked at.
        unsafe withUnsafeCurrentTask { task in unsafe task.map { unsafe unsafeBitCast($0, to: UInt.self) } }
    }
}
