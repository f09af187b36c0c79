// Engine › Engine: drives a MultiHandle; one turn at a time, without waiting.
//
// libcurl is touched by whoever calls `turn`, which is one goroutine or one event loop. It watches
// libcurl's sockets with a poll set of its own, level-triggered as libcurl wants it; the set's own descriptor is what
// the driver waits for. That costs one more system call per wait than watching each socket in the scheduler's poller,
// and saves one per event, because nothing has to be armed again.

internal import BraidCore

final class Engine: @unchecked Sendable {
    // Safety: `multi` and `state` are the driver's alone; everything else is made for many threads.
    typealias Answer = OneShot<Result<Response, HTTPError>>

    enum Command {
        case start(Handed<Transfer>)
        /// The one who asked no longer waits.
        case cancel(Handed<Transfer>)
        /// The other end of a streamed body has made room, or brought something.
        case resume(Handed<Transfer>)
    }

    private let multi: MultiHandle
    private let clock: Clock
    private let state: Confined<State>
    let mailbox = Mailbox<Command>()
    let sockets = PollSet()
    private let ending = OneShot<Void>()

    private struct State {
        var deadline = Instant.never
        var idle: IdleWatch<Transfer>
        var watched = WatchedSockets()
        /// What was taken from the mailbox; empty between turns.
        var commands: [Command] = []
    }

    init(configuration: HTTPClient.Configuration, clock: Clock) throws(HTTPError) {
        self.clock = clock
        multi = try MultiHandle(configuration: configuration, clock: clock)
        state = Confined(State(idle: IdleWatch(limit: configuration.idleTimeout)))
        applyWishes()
    }

    /// From any thread: has a command carried out by the driver.
    func post(_ command: Command) {
        guard !mailbox.post(command) else { return }
        if case .start(let transfer) = command { transfer.value.fail(.closedClient) }
    }

    /// From any thread: the driver is to end. Requests that were posted are cancelled.
    func close() {
        mailbox.close()
    }

    func waitForEnd() {
        ending.wait(.httpEngine)
    }

    /// What the driver is to do next.
    enum Next {
        /// Wait for a command, a socket or this instant.
        case wait(until: Instant)
        /// Nothing more will come.
        case end
    }

    /// Does all that can be done at once.
    func turn() -> Next {
        let isClosed = mailbox.takeAll(into: &state.value.commands)
        for command in state.value.commands {
            switch command {
            case .start(let transfer):
                multi.add(transfer.value)
                state.value.idle.add(transfer.value, at: clock.now)
            case .cancel(let transfer): _ = multi.cancel(transfer.value)
            case .resume(let transfer): multi.resume(transfer.value)
            }
        }
        state.value.commands.removeAll(keepingCapacity: true)
        applyWishes()
        if isClosed {
            end()
            return .end
        }
        sockets.wait(timeout: 0) { descriptor, readiness in
            guard state.value.watched.isWanted(descriptor) else { return sockets.remove(descriptor) }
            multi.socketReady(descriptor, Readiness(readiness))
            applyWishes()
        }
        while state.value.deadline != .never, state.value.deadline <= clock.now {
            state.value.deadline = .never
            multi.timerFired()
            applyWishes()
        }
        if state.value.idle.deadline != .never { endIdle(at: clock.now) }
        if multi.deadline != .never, multi.deadline <= clock.now {
            multi.deadlinePassed()
            applyWishes()
        }
        return .wait(until: min(state.value.deadline, state.value.idle.deadline, multi.deadline))
    }

    private func endIdle(at now: Instant) {
        while let transfer = state.value.idle.next(
            at: now, isOver: { $0.result != nil }, mark: { $0.idleMark })
        {
            multi.fail(transfer, with: transfer.idleError)
            applyWishes()
        }
    }

    private func applyWishes() {
        while let change = multi.nextSocketChange() {
            let (descriptor, step) = state.value.watched.apply(change)
            switch step {
            case .nothing: break
            case .add(let interest): sockets.add(descriptor, for: PollReadiness(interest), isNew: true)
            case .change(let interest): sockets.add(descriptor, for: PollReadiness(interest))
            case .remove: sockets.remove(descriptor)
            }
        }
        switch multi.takeTimerChange() {
        case .arm(let delay): state.value.deadline = clock.now.advanced(by: delay)
        case .disarm: state.value.deadline = .never
        case nil: break
        }
        while let transfer = multi.nextCompleted() { transfer.deliver() }
    }

    private func end() {
        multi.close(.closedClient)
        while let transfer = multi.nextCompleted() { transfer.deliver() }
        ending.set(())
    }
}

extension Readiness {
    fileprivate init(_ readiness: PollReadiness) {
        self = []
        if readiness.contains(.readable) { insert(.read) }
        if readiness.contains(.writable) { insert(.write) }
    }
}

extension PollReadiness {
    fileprivate init(_ interest: Interest) {
        self.init(readable: interest.contains(.read), writable: interest.contains(.write))
    }
}

extension Transfer {
    /// Gives its result to the one who asked.
    fileprivate func deliver() {
        guard let result, let recipient = recipient.take() else { return }
        switch recipient {
        case .waiter(let answer): answer.set(result)
        case .callback(let call): call(result)
        }
    }

    fileprivate func fail(_ error: HTTPError) {
        finish(error)
        deliver()
    }
}
