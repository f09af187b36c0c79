// Scheduling › Workers: threads that come and go, and what the monitor asks and does (see Monitor, Crew).

extension Scheduler {
    func startWorker() {
        startThread(name: "braid-worker") { Worker.run(for: $0) }
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
            if state.queue.count > 0 { return .waiting }
            if state.idleness.sleeping >= state.crew.target { return .idle }
            let isUnattended =
                !state.idleness.hasLookout && (timers.nextDeadline != .never || poller.hasWaiters)
            return isUnattended ? .waiting : .working
        }
    }

    /// Puts another worker in the place of one that is stuck.
    func replace(_ pulse: Pulse) {
        switch state.withLock({ $0.crew.displace(pulse) }) {
        case .spare(let parking): parking.unpark()
        case .newThread: startWorker()
        }
    }

    /// A displaced worker is back, and rests until it is wanted again. False if it is to end.
    func rest(_ worker: Worker) -> Bool {
        let pulse = worker.pulse
        let isStopping = state.withLock { state in
            if !state.idleness.isStopping { state.crew.rest(pulse, parking: worker.parking) }
            return state.idleness.isStopping
        }
        if isStopping { return false }
        // Ten seconds without a call, and the thread is not worth keeping.
        if worker.parking.park(until: clock.now.advanced(by: .seconds(10))) { return true }
        if state.withLock({ $0.crew.retire(pulse) }) { return false }
        return worker.parking.park(until: .never)
    }

    /// The monitor rests; with `mayOversleep` until something is made runnable.
    func restMonitor(until deadline: UInt64, mayOversleep: Bool) {
        let parking = ThreadParking.current
        parking.prepare()
        if mayOversleep {
            let mayRest = state.withLock { state in
                guard state.queue.count == 0, !state.idleness.isStopping else { return false }
                state.sleepingMonitor = parking
                return true
            }
            guard mayRest else { return }
        }
        _ = parking.park(until: mayOversleep ? .never : Instant(nanoseconds: deadline))
    }
}
