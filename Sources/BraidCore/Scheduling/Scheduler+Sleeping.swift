// Scheduling › Sleeping: where a worker without work waits, and how it is woken; timers and descriptors on the way.

extension Scheduler {
    /// Runs `body`, which parks `waiter`, with a timer that ends the wait as timed out at `deadline`.
    func withWakeUp(of waiter: Waiter, at deadline: Instant, _ body: () -> Void) {
        var record = TimerRecord(deadline: deadline, waiter: waiter)
        // Safety: the record is in this frame, and cancelled before the frame ends.
        unsafe withUnsafeMutablePointer(to: &record) { record in
            if unsafe timers.add(record) { timerWasAdded() }
            body()
            unsafe timers.cancel(record)
        }
    }

    /// A timer earlier than all others was set: somebody may sleep for too long.
    func timerWasAdded() {
        make(state.withLock { $0.idleness.callForTimer() })
    }

    func make(_ call: Idleness.Call) {
        switch call {
        case .nobody: break
        case .sleeper(let parking): parking.unpark()
        case .poller: poller.interrupt()
        }
    }

    /// Sleeps until there may be something to do, and says where.
    func sleep(_ worker: Worker) -> Idleness.Place {
        let place = state.withLock { state in
            state.queue.count > 0 ? .awake : state.idleness.sleep(worker)
        }
        switch place {
        case .awake, .end: break
        case .inPoller:
            // Whoever adds an earlier timer from now on sees that this worker polls, and interrupts it.
            let deadline = timers.nextDeadline
            _ = poller.poll(timeout: deadline == .never ? .max : deadline.nanoseconds(since: clock.now))
            state.withLock { $0.idleness.polled() }
        case .onFutex:
            _ = worker.parking.park(until: .never)
            state.withLock { $0.idleness.woke() }
        }
        return place
    }

    /// Timers and descriptors get their turn although the queue is never empty.
    func lookAround(_ worker: Worker) {
        timers.fire(at: clock.now)
        guard state.withLock({ $0.idleness.pollNow(worker) }) else { return }
        _ = poller.poll(timeout: 0)
        state.withLock { $0.idleness.polled() }
    }
}
