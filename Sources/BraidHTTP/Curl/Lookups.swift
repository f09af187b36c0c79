// Curl › Lookups: which request may have its host looked up.
//
// libcurl has a thread for each lookup, and as many as there are requests in progress. A thousand names of a dead name
// server would be hundreds of threads, each with a pair of sockets and one more to the server, in a process that may have
// 1,024 descriptors. So there are places, one at most for each host. Whether a request needs one, only libcurl knows,
// which has a cache of addresses, connections that stand, and proxies from the environment; and it says so just before it
// begins. A request that finds no place then fails for libcurl; for us it waits here, and is started again.
//
//     notAsked ──(libcurl asks)──> looking ──(a socket, or the end)──> over
//        │ ↑ no place                 ↑ libcurl asks
//        ↓ │ another found the host   │
//     refused ──> waiting ────────> promised ──(a socket without a lookup, or the end)──> over
//
// Who waits for a host that somebody else looks up needs no lookup of its own: if that one is found, libcurl has the
// address in its cache; if it is not, whoever has waited all that time has heard the answer as well.
//
// A lookup that is given up leaves its thread behind, which nobody can end, and whose end libcurl tells nobody. Its place
// is free all the same, or else the names of one dead server would hold up all others for as long as the system's
// resolver is patient, half a minute and more, while their requests were given up long ago. So there may be as many
// threads as there are places for every `connectTimeout` within that patience: some three times as many, by default.
//
// Rejected: a resolver of our own, with threads that we can count. It would have to know whether a proxy is used, for
// which hosts, and what to do with several addresses; libcurl's own answer to each may differ.

/// Gives requests places for their lookups, host by host. Confined to whoever drives the MultiHandle.
final class Lookups {
    /// How far a request's lookup has come. Moments are numbered in order.
    enum Progress {
        case notAsked, refused, waiting(since: Int), promised, looking(since: Int), over
    }

    private var places: AdmissionQueue
    /// Those whose host was found by somebody else.
    private var found = Queue<Transfer>()
    private var moments = 0

    init(most: Int) {
        places = AdmissionQueue(total: most, perHost: 1)
    }

    /// How many have a place.
    var count: Int { places.running }

    // MARK: Asking

    /// Whether libcurl may begin the lookup that it is about to begin.
    func permit(_ transfer: Transfer) -> Bool {
        switch transfer.lookup {
        case .looking, .promised: break
        // It had its turn: a connection that stood has died, and is replaced.
        case .over: return true
        case .refused, .waiting: return false
        case .notAsked:
            // libcurl asks for addresses as well.
            if transfer.url.needsNoLookup { return true }
            guard places.admit(transfer) else {
                transfer.lookup = .refused
                return false
            }
        }
        transfer.lookup = .looking(since: nextMoment())
        return true
    }

    /// Lets a request wait that was refused; false if it was not.
    func queueIfRefused(_ transfer: Transfer) -> Bool {
        guard case .refused = transfer.lookup else { return false }
        transfer.lookup = .waiting(since: nextMoment())
        places.append(transfer)
        return true
    }

    /// The next request that may be started again; nil if none may.
    func next() -> Transfer? {
        if let transfer = found.next() { return transfer }
        guard let transfer = places.next() else { return nil }
        transfer.lookup = .promised
        return transfer
    }

    // MARK: Ending

    /// libcurl watches a socket for this request, that of its connection or the one by which the lookup tells its end; or
    /// the request has ended.
    func noteSockets(of transfer: Transfer) {
        switch transfer.lookup {
        case .looking where transfer.easy?.socketCount ?? 0 > 0:
            for other in places.takeWaiting(beside: transfer) {
                other.lookup = .notAsked
                found.append(other)
            }
            end(transfer)
        case .promised: end(transfer)
        default: break
        }
    }

    /// The request has failed. Returns those who have waited for its lookup from its beginning to its end, if it has come
    /// no further: theirs has failed with it.
    func fail(_ transfer: Transfer) -> [Transfer] {
        guard case .looking(let beginning) = transfer.lookup else { return [] }
        var failed: [Transfer] = []
        for other in places.takeWaiting(beside: transfer) {
            if case .waiting(let since) = other.lookup, since < beginning {
                failed.append(other)
            } else {
                places.append(other)
            }
        }
        return failed
    }

    /// The request needs its place no longer, if it has one.
    func end(_ transfer: Transfer) {
        switch transfer.lookup {
        case .looking, .promised:
            transfer.lookup = .over
            places.finished(transfer)
        default: break
        }
    }

    private func nextMoment() -> Int {
        moments += 1
        return moments
    }
}
