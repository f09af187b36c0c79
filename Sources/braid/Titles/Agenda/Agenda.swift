// Agenda › Agenda: which address is fetched next, and when. A state machine without input, output or a clock.
//
// Addresses are read a bounded number ahead, so that one server that must wait does not hold up the others, and a
// million addresses still need little memory. Servers take turns. A server's turn comes only while it has fewer than
// `perHost` pages in progress and its time has come: by its rate, or by a pause that it asked for. A page that is to be
// tried again waits for its own time, and then joins its server's others. Addresses that are none have no server: they
// wait for nothing, and whoever takes one says at once what is wrong with it.
//
//     add ──> waiting ──next──> offered ──started──> in progress ──finished──> reported
//                ^                 └──putBack──┐           │
//                └─────────────────────────────┴──(again, after a pause)
//
// Invariants
//   · a server stands in `turns` once if something of it could start but for its time, else not;
//   · it is in `hosts` only while something of it waits or runs, or its time has not come;
//   · `waiting` counts what waits for its server's turn or for a time of its own.

internal import BraidCore

struct Agenda {
    struct Limits: Sendable {
        /// The most pages of one server in progress at a time.
        var perHost = Int.max
        /// The least time between two starts at one server.
        var interval = Duration.zero
        /// How many addresses are read ahead.
        var lookahead = 10_000
        /// Whether an address is fetched once, however often it is given.
        var isUnique = true
        var retries = RetryPolicy()
        var stopsAtFirstFailure = false
    }

    enum Next: Equatable {
        case visit(Visit)
        /// Nothing can start before this instant, unless something changes.
        case wait(until: Instant)
        /// Nothing will ever start again, and nothing is in progress.
        case end
    }

    /// How a visit has ended.
    enum Outcome: Equatable {
        case fetched
        /// With a setback, it may be otherwise another time.
        case failed(Setback?)
    }

    /// What follows from it.
    enum Verdict: Equatable {
        /// The result is not to be printed: there will be another attempt.
        case again
        /// The result stands. News are when `next` may now say something else.
        case over(isNews: Bool)
    }

    private enum Due {
        case host(String)
        case visit(Visit)
    }

    private var limits: Limits
    private var hosts: [String: HostAgenda] = [:]
    private var turns = FirstInFirstOut<String>()
    private var due = DueQueue<Due>()
    private var seen: SeenAddresses
    private var waiting = 0
    private var running = 0
    private var isSourceAtEnd = false
    private var isStopped = false
    /// How many addresses there are so far; those that were seen before do not count.
    private(set) var count = 0

    /// - Parameter seen: what was fetched in an earlier run.
    init(_ limits: Limits, seen: SeenAddresses = SeenAddresses()) {
        self.limits = limits
        self.seen = seen
    }

    /// Whether another address is welcome.
    var wantsAddress: Bool { !isSourceAtEnd && !isStopped && waiting < limits.lookahead }

    /// Whether all addresses are known.
    var isComplete: Bool { isSourceAtEnd || isStopped }

    mutating func add(_ address: String, at now: Instant) {
        guard !isStopped else { return }
        let visit = Visit(address, number: count)
        let isNew = limits.isUnique ? seen.insert(visit.identity) : !seen.contains(visit.identity)
        guard isNew else { return }
        count += 1
        queue(visit, at: now)
    }

    mutating func sourceEnded() {
        isSourceAtEnd = true
    }

    /// What to do now. A visit counts as in progress from here on.
    mutating func next(at now: Instant) -> Next {
        takeDue(at: now)
        while let name = turns.next() {
            hosts[name]?.hasTurn = false
            guard let visit = takeVisit(of: name, at: now) else { continue }
            return .visit(visit)
        }
        if running == 0, isStopped || isSourceAtEnd && waiting == 0 { return .end }
        return .wait(until: due.nextDue ?? .never)
    }

    /// The visit that `next` gave has begun.
    mutating func started(_ visit: Visit, at now: Instant) {
        guard limits.interval > .zero else { return }
        guard visit.hasServer else { return offerTurn(visit.host, at: now) }
        pause(visit.host, until: now.advanced(by: limits.interval), at: now)
    }

    /// The visit that `next` gave has not begun, because something has changed.
    mutating func putBack(_ visit: Visit, at now: Instant) {
        running -= 1
        hosts[visit.host]?.running -= 1
        guard !isStopped else { return offerTurn(visit.host, at: now) }
        waiting += 1
        hosts[visit.host, default: HostAgenda()].waiting.prepend(visit)
        offerTurn(visit.host, at: now)
    }

    /// A visit is over, or this attempt at it.
    mutating func finished(_ visit: Visit, _ outcome: Outcome, at now: Instant) -> Verdict {
        let hadTurn = hosts[visit.host]?.hasTurn == true
        running -= 1
        hosts[visit.host]?.running -= 1
        var isPaused = false
        if case .failed(let setback?) = outcome, !isStopped {
            if postpone(visit, after: setback, at: now) { return .again }
            // What was offered before must not start now.
            isPaused = setback.isWholeServer
        }
        offerTurn(visit.host, at: now)
        if outcome != .fetched, limits.stopsAtFirstFailure { stop() }
        let isEnd = isStopped || isSourceAtEnd && running == 0
        return .over(isNews: isEnd || isPaused || !hadTurn && hosts[visit.host]?.hasTurn == true)
    }

    /// Nothing starts any more.
    private mutating func stop() {
        isStopped = true
        for name in Array(hosts.keys) { waiting -= hosts[name]?.waiting.removeAll() ?? 0 }
    }

    // MARK: Inside

    /// Has a visit repeated after a pause, if it may be. A busy server is left alone for as long, whether it may or not.
    private mutating func postpone(_ visit: Visit, after setback: Setback, at now: Instant) -> Bool {
        let isRepeated = limits.retries.repeats(after: setback, attempt: visit.attempt)
        guard isRepeated || setback.isWholeServer else { return false }
        let end = now.advanced(by: limits.retries.pause(after: setback, attempt: visit.attempt))
        if setback.isWholeServer { pause(setback.server ?? visit.host, until: end, at: now) }
        guard isRepeated else { return false }
        var next = visit
        next.attempt += 1
        waiting += 1
        due.insert(.visit(next), due: end)
        offerTurn(visit.host, at: now)
        return true
    }

    private mutating func queue(_ visit: Visit, at now: Instant) {
        waiting += 1
        hosts[visit.host, default: HostAgenda()].waiting.append(visit)
        offerTurn(visit.host, at: now)
    }

    private mutating func takeVisit(of name: String, at now: Instant) -> Visit? {
        guard !isStopped, let readyAt = hosts[name]?.readyAt, readyAt <= now,
            let visit = hosts[name]?.waiting.next()
        else {
            offerTurn(name, at: now)
            return nil
        }
        hosts[name]?.running += 1
        waiting -= 1
        running += 1
        // With a rate, the next turn comes when this visit has begun.
        if limits.interval == .zero { offerTurn(name, at: now) }
        return visit
    }

    private mutating func takeDue(at now: Instant) {
        while let element = due.takeDue(at: now) {
            switch element {
            case .host(let name):
                hosts[name]?.isDelayed = false
                offerTurn(name, at: now)
            case .visit(let visit):
                waiting -= 1
                if !isStopped { queue(visit, at: now) }
            }
        }
    }

    private mutating func pause(_ name: String, until instant: Instant, at now: Instant) {
        hosts[name, default: HostAgenda()].readyAt = max(hosts[name]?.readyAt ?? instant, instant)
        offerTurn(name, at: now)
    }

    private mutating func offerTurn(_ name: String, at now: Instant) {
        guard let host = hosts[name], !host.hasTurn, !host.isDelayed else { return }
        if host.readyAt > now {
            hosts[name]?.isDelayed = true
            due.insert(.host(name), due: host.readyAt)
        } else if host.waiting.isEmpty {
            if host.running == 0 { hosts[name] = nil }
        } else if host.running < limits.perHost || name.isEmpty {
            hosts[name]?.hasTurn = true
            turns.append(name)
        }
    }
}
