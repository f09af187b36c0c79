// Scheduling › SeededRun: the scheduler on the thread that calls, in virtual time, in an order that the seed chooses.

/// Calls the body of a goroutine, inside of what a test has to have around it.
package typealias Surroundings = @Sendable (_ body: () throws -> Void) throws -> Void

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
            if let runnable {
                surround(runnable)
                return runnable
            }
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

    /// Puts the surroundings around a goroutine that is about to begin. Here, because what begins elsewhere has none.
    private func surround(_ runnable: Runnable) {
        // Safety: it was taken from the queue, so the launch is this worker's.
        guard let surroundings, let launch = unsafe runnable.launch else { return }
        let body = unsafe launch.pointee.body
        unsafe launch.pointee.body = LaunchBody { try surroundings(body.call) }
    }
}
