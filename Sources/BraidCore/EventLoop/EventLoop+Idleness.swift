// EventLoop › Idleness: what keeps a loop from being idle: timers, holds, posts. And what is let go of at its end.

internal import Synchronization

extension EventLoop {
    /// Whether nothing is left to do, now or later.
    package var isIdle: Bool {
        // Holds first: who holds the loop posts its result before it lets go.
        guard holds.load(ordering: .acquiring) == 0, inbox.withLock(\.posted.isEmpty) else { return false }
        // Safety: the loop's thread.
        return unsafe queues.pointee.isIdle
    }

    /// Work elsewhere will post to this loop: it is not idle until `release`. From anywhere.
    package func hold() { holds.wrappingAdd(1, ordering: .relaxed) }

    /// Ends a `hold`, after the post. From anywhere; the loop looks whether it is idle then.
    package func release() {
        holds.wrappingSubtract(1, ordering: .releasing)
        post(.closure {})
    }

    /// As `hold`, by the loop's own thread: without atomics, and without a wake-up at its end.
    package func holdHere() {
        preconditionCurrent()
        // Safety: the loop's thread.
        unsafe queues.pointee.localHolds += 1
    }

    /// Ends a `holdHere`. On the loop's thread, in a callback or microtask.
    package func releaseHere() {
        preconditionCurrent()
        // Safety: the loop's thread.
        unsafe queues.pointee.localHolds -= 1
    }

    func timerIsSet(_ timer: LoopTimer, _ record: UnsafeMutablePointer<TimerRecord>) {
        preconditionCurrent()
        // Safety: the timer keeps its record in place until it has run or is cancelled; the loop's thread.
        timer.place = unsafe queues.pointee.timers.count
        unsafe queues.pointee.timers.append(timer)
        // A loop with its own thread is awake, as its thread is here; a host may have to hear of it.
        if unsafe timers.add(record) { unsafe host?.timerWasAdded(record.pointee.deadline) }
    }

    func timerHasEnded(_ timer: LoopTimer) {
        preconditionCurrent()
        // Safety: the loop's thread. The last one takes the place that becomes free.
        let last = unsafe queues.pointee.timers.removeLast()
        guard last !== timer else { return }
        last.place = timer.place
        unsafe queues.pointee.timers[timer.place] = last
    }

    /// Lets go of everything that would keep the loop alive. What is posted from now on is dropped.
    func close() {
        storage.removeAll()
        // Safety: the loop's thread; cancelling removes the timer from the list.
        while let timer = unsafe queues.pointee.timers.last { timer.cancel() }
        // What a failure has left: the closures may hold promises and futures, which hold the loop.
        while unsafe queues.pointee.microtasks.popFirst() != nil {}
        while unsafe queues.pointee.ready.popFirst() != nil {}
        unsafe queues.pointee.checkpoints = []
        inbox.withLock { $0.close() }
    }
}
