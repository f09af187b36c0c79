// Scheduling › Sleeping: where a worker without work waits, and how it is woken; timers on the way.

internal import Synchronization

extension Scheduler {
    /// Runs `body`, which parks `waiter`, with a timer that ends the wait as timed out at `deadline`.
    func withWakeUp(of waiter: Waiter, at deadline: Instant, _ body: () -> Void) {
        var record = TimerRecord(deadline: deadline, waiter: waiter)
        let timers = timersOfCaller
        // Safety: the record is in this frame, and cancelled before the frame ends.
        unsafe withUnsafeMutablePointer(to: &record) { record in
            if unsafe timers.add(record) { timerWasAdded(deadline) }
            body()
            unsafe timers.cancel(record)
        }
    }

    /// Where whoever calls sets a timer: in the seat of the worker that calls, so that workers do not wait for each other.
    var timersOfCaller: Timers { workerOfCaller?.seat?.timers ?? timers }

    /// A timer earlier than all others of its seat was set: somebody may sleep for too long.
    func timerWasAdded(_ deadline: Instant) {
        guard timerSignal.isSleptThrough(UInt(deadline.nanoseconds)) else { return }
        make(change { $0.idleness.callForTimer() })
    }

    /// The earliest deadline of all timers.
    var nextDeadline: Instant {
        var deadline = timers.nextDeadline
        for seat in seatsInUse { deadline = min(deadline, seat.timers.nextDeadline) }
        return deadline
    }

    /// Ends the waits whose deadline has come, in all seats: the worker of one may be busy. True if there were any. Of a crowd
    /// only as many as have room in the caller's seat; the next look is not far, and what does not fit would go behind all
    /// that is in the queue.
    @discardableResult
    func fireTimers(at now: Instant) -> Bool {
        var anyFired = timers.fire(at: now, most: roomForWoken)
        for seat in seatsInUse where seat.timers.fire(at: now, most: roomForWoken) { anyFired = true }
        return anyFired
    }

    private var roomForWoken: Int { max(1, RunRing.capacity - (workerOfCaller?.seat?.view.count ?? 0)) }

    func make(_ call: Idleness<Worker>.Call) {
        switch call {
        case .nobody: break
        case .sleeper(let worker): worker.parking.unpark()
        case .poller: poller.interrupt()
        }
    }

    /// How long a worker sleeps in the poller while others work. They set timers, and take most of them back: as a timeout of
    /// a second that each of a million waits has. Such a timer was earlier than all others, and interrupted the sleeper,
    /// which found it gone and fell asleep for the next. Of those that are later than its sleep it need not hear.
    private static let longestSleepBesideOthers = Duration.milliseconds(50)

    /// Sleeps until there may be something to do, and says where.
    func sleep(_ worker: Worker) -> Idleness<Worker>.Place {
        let (place, othersWork) = change { state in
            let place = state.idleness.sleep(
                worker, queued: state.queue.count, isOneTooMany: isOneTooMany(worker))
            return (place, state.idleness.sleeping < workerTarget)
        }
        switch place {
        case .awake, .end: return place
        case .inPoller:
            Trace.note(.workerSlept, about: 1, on: self)
            // Its fence settles the sleep signal, too.
            let limit = othersWork ? clock.now.advanced(by: Scheduler.longestSleepBesideOthers) : .never
            let earliest = timerSignal.fallAsleep(until: UInt(limit.nanoseconds)) {
                UInt(nextDeadline.nanoseconds)
            }
            let deadline = Instant(nanoseconds: UInt64(earliest))
            let timeout =
                hasWorkForOthers ? 0 : deadline == .never ? .max : deadline.nanoseconds(since: clock.now)
            _ = poller.poll(timeout: timeout)
            timerSignal.wake()
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
