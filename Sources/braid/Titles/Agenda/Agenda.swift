// Agenda › Agenda: which address is fetched next, and when. A state machine without input, output or a clock.
//
// Addresses are read a bounded number ahead, so that one server that must wait does not hold up the others, and a
// million addresses still need little memory; once so many wait, no more are read until half of them are gone. Servers
// take turns. A server's turn comes only while it has fewer than `perHost` pages in progress and its time has come: by its
// rate, or by a pause that it asked for. A page that is to be tried again waits for its own time, and then joins its
// server's others. Addresses that are none have no server: they wait for nothing, and whoever takes one says at once what
// is wrong with it.
//
//     add ──> waiting ──next──> in progress ──finished──> reported
//                ^                    │
//                └─(again, after a pause)
//
// Invariants
//   · a server stands in `turns` once if something of it could start but for its time, else not;
//   · it has a place only while something of it waits, runs or is to be tried again, or its time has not come;
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
        case server(Int)
        case visit(Visit)
    }

    private var limits: Limits
    private var servers = Servers()
    private var turns = FirstInFirstOut<Int>()
    private var due = DueQueue<Due>()
    private var seen: SeenAddresses
    private var waiting = 0
    private var running = 0
    private var isSourceAtEnd = false
    private var isStopped = false
    /// Whether so many wait that no more are wanted for a while.
    private var isSated = false
    /// How many addresses there are so far; those that were seen before do not count.
    private(set) var count = 0

    /// - Parameter seen: what was fetched in an earlier run.
    init(_ limits: Limits, seen: SeenAddresses = SeenAddresses()) {
        self.limits = limits
        self.seen = seen
    }

    /// Whether another address is welcome.
    var wantsAddress: Bool { !isSourceAtEnd && !isStopped && !isSated }

    /// Whether all addresses are known.
    var isComplete: Bool { isSourceAtEnd || isStopped }

    /// Whether nothing will ever start again, and nothing is in progress.
    var isOver: Bool { running == 0 && (isStopped || isSourceAtEnd && waiting == 0) }

    mutating func add(_ address: Address, at now: Instant) {
        guard !isStopped else { return }
        let isNew = limits.isUnique ? seen.insert(address.fingerprint) : !seen.contains(address.fingerprint)
        guard isNew else { return }
        let server = servers.place(of: address.authority)
        wait(1)
        queue(Visit(address.text, number: count, server: server), at: now)
        count += 1
    }

    mutating func sourceEnded() {
        isSourceAtEnd = true
    }

    /// What to do now. A visit is in progress from here on.
    mutating func next(at now: Instant) -> Next {
        takeDue(at: now)
        while let place = turns.next() {
            servers[place].hasTurn = false
            guard let visit = takeVisit(of: place, at: now) else { continue }
            return .visit(visit)
        }
        return isOver ? .end : .wait(until: due.nextDue ?? .never)
    }

    /// A visit is over, or this attempt at it.
    mutating func finished(_ visit: Visit, _ outcome: Outcome, at now: Instant) -> Verdict {
        running -= 1
        servers[visit.server].running -= 1
        var isPaused = false
        if case .failed(let setback?) = outcome, !isStopped {
            if postpone(visit, after: setback, at: now) { return .again }
            // Whoever waits for what is due has to know of another time.
            isPaused = setback.isWholeServer
        }
        offerTurn(visit.server, at: now)
        if outcome != .fetched, limits.stopsAtFirstFailure { stop() }
        return .over(isNews: isOver || isPaused)
    }

    /// Nothing starts any more.
    private mutating func stop() {
        isStopped = true
        for place in servers.all { wait(-servers[place].waiting.removeAll()) }
    }

    // MARK: Inside

    private mutating func wait(_ change: Int) {
        waiting += change
        if waiting >= limits.lookahead {
            isSated = true
        } else if waiting <= limits.lookahead / 2 {
            isSated = false
        }
    }

    /// Has a visit repeated after a pause, if it may be. A busy server is left alone for as long, whether it may or not.
    private mutating func postpone(_ visit: Visit, after setback: Setback, at now: Instant) -> Bool {
        let isRepeated = limits.retries.repeats(after: setback, attempt: visit.attempt)
        guard isRepeated || setback.isWholeServer else { return false }
        let end = now.advanced(by: limits.retries.pause(after: setback, attempt: visit.attempt))
        if isRepeated {
            var next = visit
            next.attempt += 1
            servers[visit.server].postponed += 1
            wait(1)
            due.insert(.visit(next), due: end)
        }
        if setback.isWholeServer {
            pause(setback.server.map { servers.place(named: $0) } ?? visit.server, until: end, at: now)
        }
        if isRepeated { offerTurn(visit.server, at: now) }
        return isRepeated
    }

    private mutating func queue(_ visit: Visit, at now: Instant) {
        servers[visit.server].waiting.append(visit)
        offerTurn(visit.server, at: now)
    }

    private mutating func takeVisit(of place: Int, at now: Instant) -> Visit? {
        guard !isStopped, servers[place].readyAt <= now, var visit = servers[place].waiting.next() else {
            offerTurn(place, at: now)
            return nil
        }
        visit.start = now
        servers[place].running += 1
        wait(-1)
        running += 1
        if limits.interval > .zero, servers[place].isOfServer {
            pause(place, until: now.advanced(by: limits.interval), at: now)
        } else {
            offerTurn(place, at: now)
        }
        return visit
    }

    private mutating func takeDue(at now: Instant) {
        while let element = due.takeDue(at: now) {
            switch element {
            case .server(let place):
                servers[place].isDelayed = false
                offerTurn(place, at: now)
            case .visit(let visit):
                servers[visit.server].postponed -= 1
                if isStopped { wait(-1) } else { queue(visit, at: now) }
            }
        }
    }

    private mutating func pause(_ place: Int, until instant: Instant, at now: Instant) {
        servers[place].readyAt = max(servers[place].readyAt, instant)
        offerTurn(place, at: now)
    }

    private mutating func offerTurn(_ place: Int, at now: Instant) {
        let server = servers[place].standing
        guard !server.hasTurn, !server.isDelayed else { return }
        if server.readyAt > now {
            servers[place].isDelayed = true
            due.insert(.server(place), due: server.readyAt)
        } else if !server.hasWaiting {
            if server.running == 0, server.postponed == 0 { servers.forget(place) }
        } else if server.running < limits.perHost || !server.isOfServer {
            servers[place].hasTurn = true
            turns.append(place)
        }
    }
}
