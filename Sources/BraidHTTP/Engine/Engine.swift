// Engine › Engine: drives a MultiHandle; one turn at a time, without waiting.
//
// libcurl is touched by whoever calls `turn`, which is one goroutine or one event loop. It watches
// libcurl's sockets with a poll set of its own, level-triggered as libcurl wants it; the set's own descriptor is what
// the driver waits for. That costs one more system call per wait than watching each socket in the scheduler's poller,
// and saves one per event, because nothing has to be armed again.

internal import BraidCore

final class Engine: @unchecked Sendable {
    // Safety: `multi`, `deadline` and `idle` are the driver's alone; everything else is made for many threads.
    typealias Answer = OneShot<Result<Response, HTTPError>>

    /// The same for one who waits in a callback of the event loop that drives the engine.
    final class Completion {
        let call: (Result<Response, HTTPError>) -> Void

        init(_ call: @escaping (Result<Response, HTTPError>) -> Void) {
            self.call = call
        }
    }

    enum Command {
        case start(Handed<Transfer>)
        /// The one who asked no longer waits.
        case cancel(Handed<Transfer>)
        /// The other end of a streamed body has made room, or brought something.
        case resume(Handed<Transfer>)
    }

    private let multi: MultiHandle
    private var deadline = Instant.never
    private var idle: IdleWatch<Transfer>
    let mailbox = Mailbox<Command>()
    let sockets = PollSet()
    private let ending = OneShot<Void>()

    init(configuration: HTTPClient.Configuration) throws(HTTPError) {
        multi = try MultiHandle(configuration: configuration)
        idle = IdleWatch(limit: configuration.idleTimeout)
        applyWishes(at: Instant(nanoseconds: 0))
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
    func turn(clock: Clock) -> Next {
        let (commands, isClosed) = mailbox.takeAll()
        for command in commands {
            switch command {
            case .start(let transfer):
                multi.add(transfer.value)
                idle.add(transfer.value, at: clock.now)
            case .cancel(let transfer): _ = multi.cancel(transfer.value)
            case .resume(let transfer): multi.resume(transfer.value)
            }
        }
        applyWishes(at: clock.now)
        if isClosed {
            end()
            return .end
        }
        sockets.wait(timeout: 0) { descriptor, readiness in
            multi.socketReady(descriptor, Readiness(readiness))
            applyWishes(at: clock.now)
        }
        while deadline <= clock.now {
            deadline = .never
            multi.timerFired()
            applyWishes(at: clock.now)
        }
        endIdle(at: clock.now)
        return .wait(until: min(deadline, idle.deadline))
    }

    private func endIdle(at now: Instant) {
        while let transfer = idle.next(at: now, isOver: { $0.result != nil }, mark: { $0.idleMark }) {
            multi.fail(transfer, with: transfer.idleError)
            applyWishes(at: now)
        }
    }

    private func applyWishes(at now: Instant) {
        while let change = multi.nextInterestChange() {
            if change.interest.isEmpty {
                sockets.remove(change.descriptor)
            } else {
                sockets.add(change.descriptor, for: PollReadiness(change.interest), isNew: change.isNew)
            }
        }
        switch multi.takeTimerChange() {
        case .arm(let delay): deadline = now.advanced(by: delay)
        case .disarm: deadline = .never
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
        guard let result, let waiter else { return }
        self.waiter = nil
        switch waiter {
        case let answer as Engine.Answer: answer.set(result)
        case let completion as Engine.Completion: completion.call(result)
        default: fatalError("a transfer ended with nobody to tell")
        }
    }

    fileprivate func fail(_ error: HTTPError) {
        finish(error)
        deliver()
    }
}
