// Curl › AdmissionQueue: which request may start next.
//
// libcurl has limits of its own, but a request that waits inside libcurl spends its timeout there, and
// the ones for a slow host keep those for others waiting behind them. So requests wait here: the
// timeout starts with their turn, and the hosts take turns, so that a thousand requests to one host do
// not hold back one to another. The same rules say whose host is looked up next: see Lookups.
//
// Invariants
//   · at most `total` have started and not finished, and at most `perHost` of each host;
//   · a host stands in `turns` once if one of its requests could start but for the total, else not;
//   · a host is in `hosts` only while something of it waits or runs.

/// Lets requests start in turn, host by host. A state machine without I/O.
struct AdmissionQueue {
    /// An object, so that its name need not be looked up for each step of each of its requests.
    private final class Host {
        let authority: String
        var running = 0
        var waiting = Queue<Transfer>()
        var hasTurn = false

        init(_ authority: String) {
            self.authority = authority
        }
    }

    private let total: Int
    private let perHost: Int
    /// How many have started and not finished.
    private(set) var running = 0
    private var hosts: [String: Host] = [:]
    /// The one that was asked for last, and mostly is again, so that its name need not be hashed.
    private var recent: Host?
    private var turns = Queue<Host>()

    init(total: Int, perHost: Int?) {
        self.total = max(1, total)
        self.perHost = max(1, perHost ?? .max)
    }

    /// Queues a request.
    mutating func append(_ transfer: Transfer) {
        let host = host(transfer.url.authority)
        host.waiting.append(transfer)
        offerTurn(host)
    }

    /// The next request that may start, which from now on counts as running; nil if none may. Requests
    /// that were cancelled while they waited are dropped here.
    mutating func next() -> Transfer? {
        while running < total, let host = turns.next() {
            host.hasTurn = false
            let transfer = takeWaiting(host)
            if transfer != nil {
                running += 1
                host.running += 1
            }
            offerTurn(host)
            if let transfer { return transfer }
        }
        return nil
    }

    /// Lets a request start that was not queued; false if it would pass others by, or the limits.
    mutating func admit(_ transfer: Transfer) -> Bool {
        guard running < total, turns.isEmpty else { return false }
        let host = host(transfer.url.authority)
        guard host.waiting.isEmpty, host.running < perHost else { return false }
        running += 1
        host.running += 1
        return true
    }

    /// Takes all that wait for the host of a request that was started, if the host is at its limit.
    mutating func takeWaiting(beside transfer: Transfer) -> [Transfer] {
        guard let host = known(transfer.url.authority), !host.hasTurn else { return [] }
        var taken: [Transfer] = []
        while let other = takeWaiting(host) { taken.append(other) }
        return taken
    }

    /// Tells that a request that was started is over.
    mutating func finished(_ transfer: Transfer) {
        running -= 1
        guard let host = known(transfer.url.authority) else { return }
        host.running -= 1
        offerTurn(host)
    }

    private mutating func host(_ authority: String) -> Host {
        if let host = known(authority) { return host }
        let host = Host(authority)
        hosts[authority] = host
        recent = host
        return host
    }

    private mutating func known(_ authority: String) -> Host? {
        if let recent, recent.authority == authority { return recent }
        let host = hosts[authority]
        if host != nil { recent = host }
        return host
    }

    private func takeWaiting(_ host: Host) -> Transfer? {
        while let transfer = host.waiting.next() {
            if transfer.result == nil { return transfer }
        }
        return nil
    }

    private mutating func offerTurn(_ host: Host) {
        guard !host.hasTurn else { return }
        if !host.waiting.isEmpty && host.running < perHost {
            host.hasTurn = true
            turns.append(host)
        } else if host.waiting.isEmpty && host.running == 0 {
            hosts[host.authority] = nil
            if recent === host { recent = nil }
        }
    }
}

extension AdmissionQueue {
    /// Stops a debug build if an invariant does not hold.
    func checkInvariants() {
        assert(running <= total && hosts.values.allSatisfy { $0.running <= perHost })
        assert(running == hosts.values.reduce(0) { $0 + $1.running })
        for host in hosts.values {
            assert(host.hasTurn == (!host.waiting.isEmpty && host.running < perHost))
            assert(!host.waiting.isEmpty || host.running > 0)
        }
    }
}
