// Scheduling › Workers: threads that come and go, and what the monitor asks and does (see Monitor, Crew).

internal import Synchronization

extension Scheduler {
    func startWorker(on seat: Seat) {
        startThread(name: "braid-worker") { Worker.run(for: $0, from: seat) }
    }

    func startThread(name: String, _ body: sending @escaping (Scheduler) -> Void) {
        state.withLock { $0.threads += 1 }
        _ = PlainThread(name: name) { [unowned self] in
            body(self)
            let isLast = state.withLock { state in
                state.threads -= 1
                return state.threads == 0
            }
            if isLast { ended.set(()) }
        }
    }

    /// As many workers as should be active.
    var workerTarget: Int { state.withLock { $0.crew.target } }

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
            if state.queue.count > 0 || seats.contains(where: { $0.view.count > 0 }) { return .waiting }
            if state.idleness.sleeping >= state.crew.target { return .idle }
            let isUnattended =
                !state.idleness.hasLookout && (nextDeadline != .never || poller.hasWaiters)
            return isUnattended ? .waiting : .working
        }
    }

    /// Takes the seat from a worker that is stuck, and gives it to another.
    func replace(_ pulse: Pulse) {
        let index = pulse.seat.load(ordering: .relaxed)
        guard seats.indices.contains(index) else { return }
        let seat = seats[index]
        guard seat.tenancy.beginVisit() else { return }
        seat.tenancy.evict()
        seat.tenancy.endVisit()
        switch change({ $0.crew.displace(pulse, from: index) }) {
        case .spare(let parking): parking.unpark()
        case .newThread: startWorker(on: seat)
        }
    }

    /// A worker without a seat rests until it is given one. False if it is to end.
    func rest(_ worker: Worker) -> Bool {
        let pulse = worker.pulse
        let isStopping = change { state in
            if !state.idleness.isStopping { state.crew.rest(pulse, parking: worker.parking) }
            return state.idleness.isStopping
        }
        if isStopping { return false }
        // Ten seconds without a call, and the thread is not worth keeping.
        if !worker.parking.park(until: clock.now.advanced(by: .seconds(10))) {
            if change({ $0.crew.retire(pulse) }) { return false }
            _ = worker.parking.park(until: .never)
        }
        let index = pulse.seat.load(ordering: .acquiring)
        // Called to end, not to a seat.
        guard seats.indices.contains(index) else { return false }
        worker.take(seats[index])
        pulse.isDisplaced.store(false, ordering: .relaxed)
        return true
    }

    /// The monitor rests; with `mayOversleep` until something is made runnable.
    func restMonitor(until deadline: UInt64, mayOversleep: Bool) {
        let parking = ThreadParking.current
        parking.prepare()
        if mayOversleep {
            let mayRest = change { state in
                guard state.queue.count == 0, !state.idleness.isStopping else { return false }
                state.sleepingMonitor = parking
                return true
            }
            guard mayRest else { return }
        }
        _ = parking.park(until: mayOversleep ? .never : Instant(nanoseconds: deadline))
    }
}
