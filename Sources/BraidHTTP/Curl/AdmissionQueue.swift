// Curl › AdmissionQueue: which request may start next.
//
// libcurl has limits of its own, but a request that waits inside libcurl spends its timeout there, and
// the ones for a slow host keep those for others waiting behind them. So requests wait here: the
// timeout starts with their turn, and the hosts take turns, so that a thousand requests to one host do
// not hold back one to another.
//
// Invariants
//   · at most `total` have started and not finished, and at most `perHost` of each host;
//   · a host stands in `turns` once if one of its requests could start but for the total, else not;
//   · a host is in `hosts` only while something of it waits or runs.

/// Lets requests start in turn, host by host. A state machine without I/O.
struct AdmissionQueue {
    private struct Host {
        var running = 0
        var waiting = Queue<Transfer>()
        var hasTurn = false
    }

    private let total: Int
    private let perHost: Int
    private var running = 0
    private var hosts: [String: Host] = [:]
    private var turns = Queue<String>()

    init(total: Int, perHost: Int?) {
        self.total = max(1, total)
        self.perHost = max(1, perHost ?? .max)
    }

    /// Queues a request.
    mutating func append(_ transfer: Transfer) {
        hosts[transfer.url.authority, default: Host()].waiting.append(transfer)
        offerTurn(transfer.url.authority)
    }

    /// The next request that may start, which from now on counts as running; nil if none may. Requests
    /// that were cancelled while they waited are dropped here.
    mutating func next() -> Transfer? {
        while running < total, let authority = turns.next() {
            hosts[authority]?.hasTurn = false
            let transfer = takeWaiting(authority)
            if transfer != nil {
                running += 1
                hosts[authority]?.running += 1
            }
            offerTurn(authority)
            if let transfer { return transfer }
        }
        return nil
    }

    /// Tells that a request that was started is over.
    mutating func finished(_ transfer: Transfer) {
        running -= 1
        hosts[transfer.url.authority]?.running -= 1
        offerTurn(transfer.url.authority)
    }

    private mutating func takeWaiting(_ authority: String) -> Transfer? {
        while let transfer = hosts[authority]?.waiting.next() {
            if transfer.result == nil { return transfer }
        }
        return nil
    }

    private mutating func offerTurn(_ authority: String) {
        guard let host = hosts[authority], !host.hasTurn else { return }
        if !host.waiting.isEmpty && host.running < perHost {
            hosts[authority]?.hasTurn = true
            turns.append(authority)
        } else if host.waiting.isEmpty && host.running == 0 {
            hosts[authority] = nil
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
