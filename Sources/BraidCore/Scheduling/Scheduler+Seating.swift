// Scheduling › Seating: who loses a seat, who comes for it, and where a worker without one rests (see Crew).
//
// The monitor decides on what it saw a moment ago. So a worker is evicted only if, with its gate closed, it is still in that
// seat and in the same stay. One that has left the stay may have asked already whether it has its seat, and be asleep as one
// that has; one that is still in it asks afterwards.

internal import CBraidShims
internal import Synchronization

extension Scheduler {
    /// Takes the seat from a worker that is stuck with a goroutine, if it still is, and gives it to another.
    func replace(_ pulse: Pulse, stuckIn stay: UInt64) {
        let index = pulse.seat.load(ordering: .relaxed)
        guard seats.indices.contains(index), evict(pulse, from: seats[index], stuckIn: stay) else { return }
        fill(seats[index])
    }

    private func evict(_ pulse: Pulse, from seat: Seat, stuckIn stay: UInt64) -> Bool {
        guard seat.tenancy.beginVisit() else { return false }
        defer { seat.tenancy.endVisit() }
        guard seat.tenancy.isHeld(by: pulse.gate), pulse.stay == stay else { return false }
        // Before the worker can find out: once it rests, its pulse is written by whoever calls it.
        noteLoss(of: seat, by: pulse)
        seat.tenancy.evict()
        return true
    }

    /// Gives a worker's seat to another. On the worker's own thread, which is about to wait.
    func handOver(_ worker: Worker) {
        // Not by a visit, which a thief's may be in the way of: then the seat would wait with the thread.
        guard let seat = worker.seat, seat.tenancy.handOver(worker.gate) else { return }
        noteLoss(of: seat, by: worker.pulse)
        fill(seat)
    }

    private func noteLoss(of seat: Seat, by pulse: Pulse) {
        pulse.isDisplaced.store(true, ordering: .relaxed)
        // Until it rests.
        braid_attention_add(1)
        pulse.seat.store(-1, ordering: .relaxed)
        Trace.note(.seatLost, about: UInt64(seat.index), on: self)
    }

    /// Calls somebody to a seat that is reserved. False if there is nobody; then it is filled later.
    @discardableResult
    func fill(_ seat: Seat) -> Bool {
        switch change({ $0.crew.fill(seat.index) }) {
        case .spare(let spare): spare.parking.unpark()
        case .newThread:
            if startWorker(on: seat) { return true }
            guard let spare = change({ $0.crew.leaveEmpty(seat.index) }) else { return false }
            spare.parking.unpark()
        }
        return true
    }

    /// Tries again where no thread could be had.
    func fillEmptySeats() {
        while let index = state.withLock({ $0.crew.takeEmptySeat() }), fill(seats[index]) {}
    }

    /// A worker without a seat rests until it is given one. False if it is to end.
    func rest(_ worker: Worker) -> Bool {
        if worker.wasReplaced { braid_attention_add(-1) }
        let spare = Spare(pulse: worker.pulse, parking: worker.parking)
        let (empty, isStopping): (Int?, Bool) = change { state in
            if let empty = state.crew.takeEmptySeat() { return (empty, false) }
            if !state.idleness.isStopping { state.crew.rest(spare) }
            return (nil, state.idleness.isStopping)
        }
        if let empty { return sit(worker, in: seats[empty]) }
        if isStopping { return staysForTheRest(worker) }
        // So long without a call, and the thread is not worth keeping.
        let isCalled = worker.parking.park(until: clock.now.advanced(by: spareLife)) {
            change { $0.crew.retire(spare) }
        }
        guard isCalled else { return false }
        let index = spare.pulse.seat.load(ordering: .acquiring)
        // Called to end, not to a seat.
        guard seats.indices.contains(index) else { return false }
        return sit(worker, in: seats[index])
    }

    private func sit(_ worker: Worker, in seat: Seat) -> Bool {
        worker.pulse.isDisplaced.store(false, ordering: .relaxed)
        worker.take(seat)
        return true
    }

    /// Everybody is to end, but what this worker's last goroutine has queued may find nobody any more: true if it is to be
    /// run here. Those who have seats take it before they end, or leave their seats.
    private func staysForTheRest(_ worker: Worker) -> Bool {
        var round = 0
        while queueSignal.count > 0 {
            let empty = state.withLock { $0.crew.takeEmptySeat() }.map { seats[$0] }
            if let seat = empty ?? seatsInUse.first(where: { $0.tenancy.reserve() }) {
                return sit(worker, in: seat)
            }
            round += 1
            HardwareMemory.pause(round)
        }
        return false
    }
}
