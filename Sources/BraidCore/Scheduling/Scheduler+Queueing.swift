// Scheduling › Queueing: where what can run waits for its turn.
//
// In the seat of the worker that made it runnable, if it was one; in the scheduler's queue otherwise.

internal import Synchronization

extension Scheduler {
    /// The worker that calls, if it is one of this scheduler's.
    @inline(__always)
    var workerOfCaller: Worker? {
        guard let worker = Worker.current, worker.works(for: self) else { return nil }
        return worker
    }

    /// Queues a fiber whose wait has ended: it is next in the seat of the worker that ended it.
    @inline(__always)
    func resume(_ fiber: Fiber) { enqueue(.fiber(fiber), by: workerOfCaller, asNext: true) }

    /// Queues something behind all that waits here, and sees to it that somebody takes it.
    func enqueue(_ runnable: Runnable) { enqueue(runnable, by: workerOfCaller, asNext: false) }

    /// False if there was no seat to queue it in, and it went into the queue of all.
    @inline(__always)
    @discardableResult
    func enqueue(_ runnable: Runnable, by worker: Worker?, asNext: Bool) -> Bool {
        if let worker {
            switch worker.place(runnable, asNext: asNext, calling: sleepSignal) {
            case .placed: return true
            case .placedAndWantsHelp:
                callForHelp()
                return true
            case .placedAndHasMany:
                share(worker)
                return true
            case .full: return overflow(runnable, worker, asNext: asNext)
            case .unseated: break
            }
        }
        enqueueForAll(runnable)
        return false
    }

    /// A sleeping worker is woken to share the work.
    @inline(never)
    func callForHelp() {
        make(change { $0.idleness.callForWork() })
    }

    /// Gives half of what is in a seat to somebody who looks for work.
    @inline(never)
    private func share(_ worker: Worker) {
        var batch = RunBatch()
        worker.share(into: &batch)
        guard batch.count > 0 else { return }
        Trace.note(.shared, about: TraceEvent.subject(count: batch.count), on: self)
        enqueueForAll(&batch)
    }

    /// Makes room in a seat: the older half goes behind all that is in the queue.
    @inline(never)
    private func overflow(_ runnable: Runnable, _ worker: Worker, asNext: Bool) -> Bool {
        var batch = RunBatch()
        worker.takeHalf(into: &batch)
        Trace.note(.overflowed, about: TraceEvent.subject(count: batch.count), on: self)
        enqueueForAll(&batch)
        // There is room now, or no seat any more.
        return enqueue(runnable, by: worker, asNext: asNext)
    }

    @inline(never)
    func enqueueForAll(_ runnable: Runnable) {
        enqueueForAll { $0.append(runnable) }
    }

    /// Empties the batch.
    func enqueueForAll(_ batch: inout RunBatch) {
        enqueueForAll { $0.append(&batch) }
    }

    @inline(__always)
    private func enqueueForAll(_ add: (inout Ring<Runnable>) -> Void) {
        let (call, sleepingMonitor) = change { state in
            add(&state.queue)
            return (state.idleness.callForWork(), state.sleepingMonitor.take())
        }
        make(call)
        sleepingMonitor?.unpark()
    }

    /// Changes the state, and what others read of it without the lock.
    @inline(__always)
    func change<Result: ~Copyable>(_ body: (inout State) -> Result) -> Result {
        state.withLock { state in
            defer {
                queueSignal.set(state.queue.count)
                sleepSignal.set(state.idleness.sight(queued: state.queue.count))
            }
            return body(&state)
        }
    }

    /// How many runnables a seat is filled up to from the queue.
    private static let fewInSeat = 16

    /// Takes from the queue for a worker: one to run now, and its share of the others for its seat if there is little in it.
    /// What is in a seat, and was perhaps woken a moment ago, is not to wait for many who have not even begun. And where each
    /// starts others, as in a tree, those of a few are to be done before the next few begin.
    func takeQueued(_ worker: Worker) -> Runnable? {
        guard queueSignal.count > 0 else { return nil }
        let room = Scheduler.fewInSeat - (worker.seat?.view.count ?? RunRing.capacity)
        return room > 0 ? takeQueued(worker, room: room) { _ in self.workerTarget } : takeOneQueued()
    }

    /// The same for one who has looked everywhere: the others have work, so those who look too are all to share it with.
    func takeQueuedWhileSearching(_ worker: Worker) -> Runnable? {
        guard queueSignal.count > 0 else { return nil }
        return takeQueued(worker, room: RunRing.capacity / 4, among: \.searching)
    }

    private func takeOneQueued() -> Runnable? {
        let (first, call): (Runnable?, Idleness<Worker>.Call) = change { state in
            guard let first = state.queue.popFirst() else { return (nil, .nobody) }
            return (first, state.idleness.callOnTaking(leavesMore: state.queue.count > 0))
        }
        make(call)
        return first
    }

    private func takeQueued(_ worker: Worker, room: Int, among sharers: (Idleness<Worker>) -> Int)
        -> Runnable?
    {
        var batch = RunBatch()
        let (first, call): (Runnable?, Idleness<Worker>.Call) = change { state in
            guard let first = state.queue.popFirst() else { return (nil, .nobody) }
            let share = min(state.queue.count / max(1, sharers(state.idleness)), room)
            state.queue.popFirst(share, into: &batch)
            return (first, state.idleness.callOnTaking(leavesMore: state.queue.count > 0 || share > 0))
        }
        // The seat may have been lost meanwhile.
        if batch.count > 0, !worker.place(&batch) { enqueueForAll(&batch) }
        make(call)
        return first
    }
}
