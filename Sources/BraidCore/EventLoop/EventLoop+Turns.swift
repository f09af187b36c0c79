// EventLoop › Turns: running what is ready, and waiting for more; on a thread of its own or as a host's runnable.

extension EventLoop {
    /// Runs what is ready now, each callback with the microtasks after it.
    private func turn() {
        let arrived = inbox.withLock { $0.takeAll() }
        // Safety: the loop's thread. Nothing borrowed from the queues is held while a callback runs.
        for callback in arrived { unsafe queues.pointee.ready.append(callback) }
        unsafe queues.pointee.isRunning = true
        pulse?.turnBegins()
        drainMicrotasks()
        for _ in 0..<(unsafe queues.pointee.ready.count) {
            guard failure == nil, let callback = unsafe queues.pointee.ready.popFirst() else { break }
            pulse?.callbackBegins()
            switch callback {
            case .closure(let body): body()
            case .job(let job): run(job)
            case .timer(let timer): timer.run()
            }
            drainMicrotasks()
        }
        pulse?.turnEnds()
        unsafe queues.pointee.isRunning = false
    }

    /// A microtask checkpoint. What a microtask adds runs in the same one.
    private func drainMicrotasks() {
        while true {
            // Safety: the loop's thread; nothing borrowed from the queues is held while a microtask runs.
            while failure == nil, let microtask = unsafe queues.pointee.microtasks.popFirst() {
                microtask.run()
            }
            let endings = unsafe queues.pointee.checkpoints
            if endings.isEmpty || failure != nil { return }
            unsafe queues.pointee.checkpoints = []
            for ending in endings { ending.run() }
        }
    }

    /// Runs the loop on the calling thread until `isOver` says so between two turns.
    func drive(start: @escaping () -> Void, until isOver: () -> Bool) {
        becomeCurrent {
            LoopPulse.beWatched(pulse) {
                callSoon(start)
                turn()
                while !isOver() {
                    waitForWork()
                    turn()
                }
                close()
            }
        }
    }

    /// Waits in the poller until there is something to do, unless there is already.
    private func waitForWork() {
        // Safety: the loop's thread.
        let isBusy = unsafe !queues.pointee.ready.isEmpty
        if isBusy || !inbox.withLock({ $0.willSleep() }) {
            // Descriptors get their turn although the queue is never empty.
            if poller.hasWaiters { _ = poller.poll(timeout: 0) }
        } else {
            let deadline = timers.nextDeadline
            _ = poller.poll(timeout: deadline == .never ? .max : deadline.nanoseconds(since: clock.now))
            inbox.withLock { $0.hasWoken() }
        }
        timers.fire(at: clock.now)
    }

    /// Has a seeded scheduler run the turns, until `isOver` says so after one of them.
    func beginOnHost(start: @escaping () -> Void, until isOver: @escaping () -> Bool, ended: OneShot<Void>) {
        onTurnEnd = { [unowned self] in
            guard isOver() else { return }
            onTurnEnd = nil
            close()
            ended.set(())
        }
        post(.closure(start))
    }

    /// One turn as a runnable of the seeded scheduler.
    func turnOnHost() {
        inbox.withLock { $0.turnBegins() }
        becomeCurrent {
            // Virtual time stands still while there are turns, so a timer for now would wait for the last of them.
            timers.fire(at: clock.now)
            turn()
            onTurnEnd?()
            // Safety: the loop's thread.
            if failure == nil, unsafe !queues.pointee.ready.isEmpty { wakeHost() }
        }
    }
}
