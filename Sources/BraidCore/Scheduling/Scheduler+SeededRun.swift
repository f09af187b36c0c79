// Scheduling › SeededRun: the scheduler on the thread that calls, in virtual time, in an order that the seed chooses.

extension Scheduler {
    /// Runs goroutines on the calling thread, which must be a plain one, until nothing can run any more: not now, and
    /// not at a later time either unless `haltTime` was called.
    package func run() {
        demand(isSeeded, "only a seeded scheduler runs on its caller's thread")
        Worker.run(for: self, from: nil)
    }

    /// From now on the clock stands still: whoever waits for time waits for ever.
    package func haltTime() {
        _ = state.withLock { $0.idleness.stop() }
    }

    /// Any of what is runnable, as the seed will have it. When nothing is, time goes on to the next deadline.
    func nextSeeded() -> Runnable? {
        while true {
            let (runnable, isHalted) = state.withLock { state in
                let place = state.choice?.below(max(1, state.queue.count)) ?? 0
                return (state.queue.pop(at: place), state.idleness.isStopping)
            }
            if let runnable { return runnable }
            let deadline = isHalted ? .never : timers.nextDeadline
            if !isHalted, poller.hasWaiters {
                // With no time to go to, the descriptors are all that can happen; an event that nobody waits for any
                // more wakes nobody.
                let isAll = deadline == .never
                if poller.poll(timeout: isAll ? .max : 0) || isAll { continue }
            }
            if deadline == .never { return nil }
            clock.advance(to: deadline)
            timers.fire(at: deadline)
        }
    }
}
