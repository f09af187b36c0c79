// Scheduling › Sleeping: where a worker without work waits, and how it is woken; timers on the way.

internal import Synchronization

extension Scheduler {
    /// Runs `body`, which parks `waiter`, with a timer that ends the wait as timed out at `deadline`.
    func withWakeUp(of waiter: Waiter, at deadline: Instant, _ body: () -> Void) {
        var record = TimerRecord(deadline: deadline, waiter: waiter)
        let timers = workerOfCaller?.seat?.timers ?? timers
        // Safety: the record is in this frame, and cancelled before the frame ends.
        unsafe withUnsafeMutablePointer(to: &record) { record in
            if unsafe timers.add(record) { timerWasAdded(deadline) }
            body()
            unsafe timers.cancel(record)
        }
    }

    /// A timer earlier than all others of its seat was set: somebody may sleep for too long.
    func timerWasAdded(_ deadline: Instant) {
        // Zero: nobody sleeps for a timer, and whoever is about to looks at this one.
        guard deadline.nanoseconds < pollDeadline.load(ordering: .sequentiallyConsistent) else { return }
        make(change { $0.idleness.callForTimer() })
    }

    /// The earliest deadline of all timers.
    var nextDeadline: Instant {
        var deadline = timers.nextDeadline
        for seat in seatsInUse { deadline = min(deadline, seat.timers.nextDeadline) }
        return deadline
    }

    /// Ends the waits whose deadline has come, in all seats: the worker of one may be busy. True if there were any.
    @discardableResult
    func fireTimers(at now: Instant) -> Bool {
        var anyFired = timers.fire(at: now)
        for seat in seatsInUse where seat.timers.fire(at: now) { anyFired = true }
        return anyFired
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
        let place = change { state in
            state.queue.count > 0 ? .awake : state.idleness.sleep(worker)
        }
        switch place {
        case .awake, .end: return place
        case .inPoller:
            Trace.note(.workerSlept, about: 1, on: self)
            // Whoever adds an earlier timer from now on sees that this worker polls, and interrupts it.
            pollDeadline.store(.max, ordering: .sequentiallyConsistent)
            let deadline = nextDeadline
            pollDeadline.store(deadline.nanoseconds, ordering: .sequentiallyConsistent)
            sleepSignal.settle()
            let timeout =
                hasWorkForOthers ? 0 : deadline == .never ? .max : deadline.nanoseconds(since: clock.now)
            _ = poller.poll(timeout: timeout)
            pollDeadline.store(0, ordering: .relaxed)
            change { $0.idleness.polled() }
            wakeMonitor()
        case .onFutex:
            Trace.note(.workerSlept, on: self)
            sleepSignal.settle()
            if hasWorkForOthers, change({ $0.idleness.stayAwake(worker) }) { break }
            // Also when it has been called already: the wake-up is on its way, and must not meet a later wait.
            _ = worker.parking.park(until: .never)
            change { $0.idleness.woke() }
            wakeMonitor()
        }
        Trace.note(.workerWoke, on: self)
        return place
    }

    /// Whether any seat has more than its worker can use.
    private var hasWorkForOthers: Bool { seatsInUse.contains { $0.view.count >= Scheduler.worthTaking } }
}
