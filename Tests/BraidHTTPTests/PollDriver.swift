// HTTP tests › PollDriver: drives a MultiHandle with poll(2), by the letter of its contract.
//
// The client's own engine uses epoll and parks; this one blocks its thread. It also watches the
// contract from the other side: a change must fit what is watched, and a descriptor that is watched
// must be open.

import BraidCore
import Glibc
import Testing

@testable import BraidHTTP

final class PollDriver {
    let multi: MultiHandle
    /// What the handle wants watched.
    private(set) var watched: [Int32: Interest] = [:]
    /// The sockets that were said to be opened, and not to be closed.
    private(set) var open: Set<Int32> = []
    private var deadline: ContinuousClock.Instant?
    private let clock = ContinuousClock()

    init(_ configuration: HTTPClient.Configuration) throws {
        multi = try MultiHandle(configuration: configuration, clock: Scheduler.current.clock)
    }

    /// Applies the handle's wishes; returns the transfers that have ended.
    func takeWishes() -> [Transfer] {
        while let change = multi.nextSocketChange() {
            switch change {
            case .watch(let descriptor, for: let interest):
                watched[descriptor] = interest.isEmpty ? nil : interest
            case .opened(let descriptor):
                #expect(open.insert(descriptor).inserted, "\(descriptor) was opened twice")
                #expect(watched[descriptor] == nil, "\(descriptor) was watched before it was opened")
            case .closed(let descriptor):
                #expect(open.remove(descriptor) != nil, "\(descriptor) was closed and had not been opened")
                #expect(watched[descriptor] == nil, "\(descriptor) was closed and is watched")
            }
        }
        switch multi.takeTimerChange() {
        case .arm(let delay): deadline = clock.now + delay
        case .disarm: deadline = nil
        case nil: break
        }
        var ended: [Transfer] = []
        while let transfer = multi.nextCompleted() { ended.append(transfer) }
        return ended
    }

    /// Waits for one round of events and tells the handle; returns the transfers that have ended.
    func turn() -> [Transfer] {
        let now = clock.now
        if let deadline, deadline <= now {
            self.deadline = nil
            multi.timerFired()
            return takeWishes()
        }
        if untilOverdue == .zero {
            multi.deadlinePassed()
            return takeWishes()
        }
        var set = watched.map { descriptor, interest in
            let events =
                (interest.contains(.read) ? POLLIN : 0) | (interest.contains(.write) ? POLLOUT : 0)
            return pollfd(fd: descriptor, events: Int16(events), revents: 0)
        }
        let wait =
            [deadline.map { now.duration(to: $0) }, untilOverdue].compactMap { $0?.curlMilliseconds }.min()
            ?? -1
        // Safety: the array is ours, and of the count that is given.
        let ready = unsafe poll(&set, nfds_t(set.count), Int32(wait))
        var ended: [Transfer] = []
        guard ready > 0 else { return ended }
        for entry in set where entry.revents != 0 {
            let seen = Int32(entry.revents)
            #expect(seen & POLLNVAL == 0, "descriptor \(entry.fd) is watched but not open")
            var readiness: Readiness = []
            if seen & POLLIN != 0 { readiness.insert(.read) }
            if seen & POLLOUT != 0 { readiness.insert(.write) }
            if seen & (POLLERR | POLLHUP) != 0 { readiness.insert(.failure) }
            multi.socketReady(entry.fd, readiness)
            ended += takeWishes()
        }
        return ended
    }

    /// How long it is until a request over a kept connection may be overdue.
    private var untilOverdue: Duration? {
        guard multi.deadline != .never else { return nil }
        return .nanoseconds(multi.deadline.nanoseconds(since: Scheduler.current.clock.now))
    }

    /// Runs until every transfer that was given has ended.
    func run(_ transfers: [Transfer]) {
        for transfer in transfers { multi.add(transfer) }
        _ = takeWishes()
        while transfers.contains(where: { $0.result == nil }) { _ = turn() }
    }

    /// Fetches one request with a handle of its own.
    static func fetch(
        _ request: Request, _ configuration: HTTPClient.Configuration = .direct
    ) throws -> Result<Response, HTTPError> {
        let driver = try PollDriver(configuration)
        let transfer: Transfer
        do throws(HTTPError) {
            transfer = try Transfer(request, configuration: configuration)
        } catch {
            return .failure(error)
        }
        driver.run([transfer])
        return try #require(transfer.result)
    }

    /// The same for a GET.
    static func fetch(
        _ url: String, _ configuration: HTTPClient.Configuration = .direct
    ) throws -> Result<Response, HTTPError> {
        try fetch(Request(url: url), configuration)
    }
}

extension HTTPClient.Configuration {
    /// For servers of a test: no proxy, whatever the environment says.
    static var direct: Self {
        var configuration = Self()
        configuration.proxy = .none
        return configuration
    }

    /// `direct` with something changed.
    static func direct(_ change: (inout Self) -> Void) -> Self {
        var configuration = direct
        change(&configuration)
        return configuration
    }
}

extension Result where Success == Response, Failure == HTTPError {
    /// The error, if it is one.
    var error: HTTPError? {
        guard case .failure(let error) = self else { return nil }
        return error
    }
}

extension Response {
    /// The body as text.
    var text: String { String(decoding: body, as: UTF8.self) }
}
