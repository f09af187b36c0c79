// Scheduling › Searching: what a worker does that has nothing to run in its own seat.
//
// It says that it looks. A worker that adds to its seat sees that, and if it has many gives half of them to the queue. That costs
// little more than that what is moved has its data in the other processor's cache.
//
// Stealing moves half of what another seat has. It is dear: the other worker must be kept out meanwhile, by a fence on every
// processor, which interrupts them. So it is for where nobody answers: there is much to take, and its worker adds nothing; or
// that worker stays with one goroutine, so that the others would wait for long. A single goroutine that its worker is about to
// run is left to it.

internal import Synchronization

extension Scheduler {
    /// The next runnable for a worker, which sleeps until there is one. Nil when the worker is to end.
    func next(for worker: Worker) -> Runnable? {
        if isSeeded { return nextSeeded() }
        let hasTicked = worker.hasTicked
        if worker.ticks() || hasTicked, let runnable = lookAround(worker) { return runnable }
        while true {
            if leavesSeat(worker), !rest(worker) { return nil }
            if let runnable = worker.takeOwn() ?? takeQueued(worker) { return runnable }
            if fireDueTimers() || pollNow(worker) { continue }
            if let runnable = search(worker) { return runnable }
            if sleep(worker) == .end { return nil }
        }
    }

    /// Timers, descriptors and the queue get their turn although the seat is never empty; the queue last, as it may never be
    /// empty either.
    private func lookAround(_ worker: Worker) -> Runnable? {
        if nextDeadline != .never || poller.hasWaiters {
            let now = clock.now
            fireTimers(at: now)
            if now.nanoseconds(since: Instant(nanoseconds: lastPoll.load(ordering: .relaxed)))
                > Scheduler.pollInterval
            {
                _ = pollNow(worker)
            }
        }
        return takeQueued(worker)
    }

    private func fireDueTimers() -> Bool {
        nextDeadline != .never && fireTimers(at: clock.now)
    }

    /// How long descriptors may go without a look while there is other work, in nanoseconds.
    private static let pollInterval: UInt64 = 100_000

    /// Looks at the descriptors without waiting. True if somebody was woken.
    private func pollNow(_ worker: Worker) -> Bool {
        guard poller.hasWaiters, change({ $0.idleness.pollNow(worker) }) else { return false }
        lastPoll.store(clock.now.nanoseconds, ordering: .relaxed)
        let anyWoken = poller.poll(timeout: 0)
        change { $0.idleness.polled() }
        return anyWoken
    }

    /// Tries to take work from the other seats.
    private func search(_ worker: Worker) -> Runnable? {
        let wanted = workerTarget
        let workers = wanted + tooManyWithWork
        guard change({ $0.idleness.beginSearch(most: max(1, wanted / 2), workers: workers) }) else {
            return nil
        }
        let found = steal(worker)
        // The one that stops searching with something in its hands lets another search for the rest.
        make(change { $0.idleness.endSearch(withMore: found != nil) })
        return found
    }

    /// How many are too many and have something in their seats. They go on with what they run, and what waits there must not
    /// wait for its end.
    private var tooManyWithWork: Int { seatsInUse.dropFirst(workerTarget).count { $0.view.count > 0 } }

    /// How often a worker looks at all seats before it goes to sleep, and how long it lets time pass between two looks:
    /// 15 µs in all.
    private static let searchRounds = 4
    /// By the clock: how long a processor's pause is differs by a factor of ten. Whoever looks again too soon finds a worker
    /// stuck that is in the middle of a step, such as a receiver that empties a buffer, and carries away what the two have
    /// in their cache.
    private static let nanosecondsBetweenRounds: UInt64 = 5_000
    /// From how many runnables on a theft is worth its price whatever the other worker does.
    static let worthTaking = 16

    private func steal(_ worker: Worker) -> Runnable? {
        let own = worker.seat?.index ?? 0
        let count = usedSeats.load(ordering: .acquiring)
        var seen = [Seat.View?](repeating: nil, count: count)
        for round in 1...Scheduler.searchRounds {
            let isLast = round == Scheduler.searchRounds
            for offset in 1..<max(1, count) {
                let seat = seats[(own + offset) % count]
                let view = seat.view
                let isStuck = view == seen[seat.index]
                seen[seat.index] = view
                // A single one is what its worker runs next: it has to look stuck for longest.
                let isUnanswered = round > 1 && view.count >= Scheduler.worthTaking
                guard isUnanswered || isStuck && view.count >= (isLast ? 1 : 2) else { continue }
                if let runnable = steal(from: seat, for: worker, andNext: isStuck && isLast) {
                    return runnable
                }
            }
            pauseBetweenRounds()
            if let runnable = takeQueuedWhileSearching(worker) { return runnable }
        }
        return nil
    }

    private func pauseBetweenRounds() {
        let end = clock.now.nanoseconds + Scheduler.nanosecondsBetweenRounds
        var round = 0
        repeat {
            round += 1
            HardwareMemory.pause(round)
        } while clock.now.nanoseconds < end && queueSignal.count == 0
    }

    /// Half of what another seat has: one to run now, the others for the worker's own seat.
    private func steal(from seat: Seat, for worker: Worker, andNext: Bool) -> Runnable? {
        guard seat.tenancy.beginVisit() else { return nil }
        var batch = RunBatch()
        seat.takeHalf(into: &batch, andNext: andNext)
        // A single one, its worker would have run next; of a pair that hands something to and fro it is the other half, and to
        // carry it away costs both workers a wake-up each time.
        if batch.count > 1 { seat.helpWasUseful() }
        seat.tenancy.endVisit()
        let count = batch.count
        guard let first = batch.removeFirst() else { return nil }
        Trace.note(.stolen, about: TraceEvent.subject(seat: seat.index, count: count), on: self)
        if batch.count > 0, !worker.place(&batch) { enqueueForAll(&batch) }
        return first
    }
}
