// Scheduling › Worker, pinning: a goroutine that keeps its thread. Go's LockOSThread.
//
// A worker with a pinned goroutine says that it runs none. So every wait takes the way of a plain thread: the worker hands
// its seat to another and the thread waits in the kernel, with the goroutine on it. Nothing that other goroutines do has to
// ask whether somebody is pinned, and the goroutine cannot be taken to another thread, because nobody but this thread has
// anything to resume.
//
// Between its waits it goes on without a seat, beside as many others as there are seats. When it is pinned no more it is an
// ordinary goroutine on a worker that has lost its seat, and leaves the thread with its next wait.

extension Fiber {
    /// Calls `body` on the goroutine that runs here, which stays on this thread until it returns. In a seeded run there is
    /// one thread anyway, and the goroutine is not pinned: the others would stand still.
    package static func pinned<Result, Failure: Error>(
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        guard let worker = Worker.current, let fiber = Fiber.current, !worker.scheduler.isSeeded else {
            return try body()
        }
        worker.setRunning(nil, pinned: fiber)
        PinnedThreads.begin(fiber)
        // The same worker: the goroutine has not left its thread.
        defer {
            PinnedThreads.end(fiber)
            worker.setRunning(fiber, pinned: nil)
        }
        return try body()
    }

    /// Lets others run on other threads, if a goroutine is pinned to this one. False if none is.
    package static func yieldPinned() -> Bool {
        guard let worker = Worker.current, let fiber = worker.pinned else { return false }
        Trace.note(.yielded, ofPinned: fiber)
        worker.handSeatOver()
        HardwareMemory.yieldThread()
        Trace.note(.resumed, ofPinned: fiber)
        return true
    }

    /// The fiber that runs on this thread, pinned to it or not; for who wants to know who he is. Only one that is not
    /// pinned can be parked: see `current`.
    package static var running: Fiber? {
        if let fiber = current { return fiber }
        guard let worker = Worker.current else {
            ForkedProcess.refuse()
            return nil
        }
        return Fiber.isInTask ? nil : worker.pinned
    }
}

extension Worker {
    fileprivate func setRunning(_ fiber: Fiber?, pinned: Fiber?) {
        // Safety: the worker's own thread.
        unsafe record.pointee.fiber = fiber
        unsafe record.pointee.pinned = pinned
    }

    /// The goroutine that is pinned here.
    fileprivate var pinned: Fiber? {
        // Safety: the worker's own thread.
        unsafe record.pointee.pinned
    }
}
