// Scheduling › Workers: their threads, how many there are to be, and what the monitor asks (see Monitor).

internal import Synchronization

extension Scheduler {
    /// False if the system has no thread to give.
    func startWorker(on seat: Seat) -> Bool {
        startThread(name: "braid-worker") { Worker.run(for: $0, from: seat) }
    }

    func startThread(name: String, _ body: @escaping @Sendable (Scheduler) -> Void) -> Bool {
        state.withLock { $0.threads += 1 }
        let isStarted = start(name) { [unowned self] in
            body(self)
            let isLast = state.withLock { state in
                state.threads -= 1
                return state.threads == 0
            }
            if isLast { ended.set(()) }
        }
        // Whoever wanted it goes on, so this was not the last.
        if !isStarted { state.withLock { $0.threads -= 1 } }
        return isStarted
    }

    /// The seats that may have something in them.
    var seatsInUse: ArraySlice<Seat> { seats.prefix(usedSeats.load(ordering: .acquiring)) }

    /// How many workers are to run at once. Fewer than before: those who are too many go on with what they run, and then
    /// rest. Go's `GOMAXPROCS`. From any thread.
    package var workerTarget: Int {
        get { target.load(ordering: .relaxed) }
        set {
            demand(!isSeeded, "a seeded scheduler has one worker")
            demand(
                seats.indices.contains(newValue - 1), "\(newValue) workers: 1 to \(seats.count) can be had")
            let (free, calls): ([Seat], [Idleness<Worker>.Call]) = change { state in
                target.store(newValue, ordering: .relaxed)
                usedSeats.store(max(newValue, usedSeats.load(ordering: .relaxed)), ordering: .releasing)
                return (seats.prefix(newValue).filter { $0.tenancy.reserve() }, state.idleness.callAll())
            }
            for seat in free { fill(seat) }
            // Those who sleep in seats that are too many find out.
            for call in calls { make(call) }
        }
    }

    /// Whether the worker has a seat, and there are more than wanted.
    func isOneTooMany(_ worker: Worker) -> Bool {
        guard let seat = worker.seat else { return false }
        return seat.index >= workerTarget && worker.isSeated
    }

    /// True if the worker has left its seat, because there are more than wanted. What was in it goes to the others.
    func leavesSeat(_ worker: Worker) -> Bool {
        guard let seat = worker.seat, isOneTooMany(worker) else { return false }
        while true {
            var batch = RunBatch()
            worker.takeHalf(into: &batch)
            if batch.count == 0 { break }
            enqueueForAll(&batch)
        }
        if let last = worker.takeOwn() { enqueueForAll(last) }
        worker.pulse.seat.store(-1, ordering: .relaxed)
        seat.tenancy.leave(worker.gate)
        // More are wanted again, and whoever wanted them may have found this seat taken.
        if seat.index < workerTarget, seat.tenancy.reserve() {
            worker.take(seat)
            return false
        }
        Trace.note(.seatLost, about: UInt64(seat.index), on: self)
        // It may have been the one that was called for work, or that saw to timers and descriptors: another is to look.
        make(change { $0.idleness.callForWork() })
        return true
    }

    /// What the monitor needs to know.
    enum Situation {
        /// Every worker sleeps.
        case idle
        /// Somebody works, and nobody waits for him.
        case working
        /// There is something to run, or nobody sees to descriptors and timers.
        case waiting
    }

    var situation: Situation {
        state.withLock { state in
            if state.queue.count > 0 || seatsInUse.contains(where: { $0.view.count > 0 }) { return .waiting }
            if allSleep(state.idleness.sleeping) { return .idle }
            let isUnattended =
                !state.idleness.hasLookout && (nextDeadline != .never || poller.hasWaiters)
            return isUnattended ? .waiting : .working
        }
    }

    /// Whether nobody works who has a seat: those who are too many sit in theirs until they come by.
    private func allSleep(_ sleeping: Int) -> Bool {
        let wanted = workerTarget
        return sleeping >= wanted && seatsInUse.dropFirst(wanted).allSatisfy(\.tenancy.isFree)
    }

    /// What waits in the seat of a worker.
    func backlog(of pulse: Pulse) -> Backlog {
        let index = pulse.seat.load(ordering: .relaxed)
        guard seats.indices.contains(index) else { return .none }
        let view = seats[index].view
        return Backlog(count: view.count, takings: view.takings)
    }

    /// Gives back what stacks and launches no longer need, and says when to ask again (see StackPool).
    func trim(at now: Instant) -> Instant { min(stacks.trim(at: now), launches.trim(at: now)) }

    /// A worker that slept has something to do again, and may get stuck with it.
    func wakeMonitor() {
        guard isMonitorAsleep.load(ordering: .relaxed) else { return }
        state.withLock { $0.sleepingMonitor.take() }?.unpark()
    }

    /// A thread is about to wait without a limit, and may be the last that could have gone on: the monitor is to look once more,
    /// also if it does not sleep yet.
    func noteParkedThread() {
        let monitor = state.withLock { state in
            state.hasParkedThread = true
            return state.sleepingMonitor.take()
        }
        monitor?.unpark()
    }

    /// The monitor rests until a time comes, in nanoseconds; with `isWokenByWork` also until something is made runnable or a
    /// worker wakes, and not at all if one has. Then there is nobody to look after meanwhile.
    func restMonitor(until deadline: Instant, isWokenByWork: Bool) {
        let parking = ThreadParking.current
        parking.prepare()
        guard isWokenByWork else {
            _ = parking.park(until: deadline)
            return
        }
        let mayRest = change { state in
            guard state.queue.count == 0, allSleep(state.idleness.sleeping), !state.idleness.isStopping,
                !state.hasParkedThread
            else { return false }
            state.sleepingMonitor = parking
            // Under the lock: a worker that wakes says so there before it looks at this.
            isMonitorAsleep.store(true, ordering: .relaxed)
            return true
        }
        guard mayRest else { return }
        _ = parking.park(until: deadline)
        isMonitorAsleep.store(false, ordering: .relaxed)
        // Who has it already wakes it from its next rest, which does no harm.
        _ = state.withLock { $0.sleepingMonitor.take() }
    }
}
