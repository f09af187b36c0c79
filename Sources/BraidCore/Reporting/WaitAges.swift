// Reporting › WaitAges: since when goroutines are known to wait.
//
// A time for each wait that was marked when it was first seen (see Glimpse). Whatever is not seen again is forgotten. All
// marks are set here, with the lock held, so that a mark which was seen twice was set once.

final class WaitAges: Sendable {
    private let known = Guarded(.watchdog, [UInt64: Known]())

    fileprivate struct Known {
        let since: Instant
        /// Of a goroutine that keeps its thread, which has no mark: which of the thread's waits it is.
        var number: UInt64?
    }

    /// One look at all goroutines. No other lock may be taken in `body`.
    func observe(at now: Instant, _ body: (inout Observation) -> Void) {
        known.withLock { known in
            var observation = Observation(known: known, now: now)
            body(&observation)
            known = observation.seen
        }
    }

    struct Observation {
        fileprivate let known: [UInt64: Known]
        fileprivate let now: Instant
        fileprivate var seen: [UInt64: Known] = [:]

        fileprivate init(known: [UInt64: Known], now: Instant) {
            self.known = known
            self.now = now
        }

        /// How long a goroutine is known to have waited, and for which things; nil unless it waits.
        mutating func wait(of fiber: Fiber, _ glimpse: Glimpse) -> (age: Duration, subject: WaitSubject?)? {
            guard case .waiting(let reason) = glimpse.state else { return nil }
            var since = now
            if glimpse.isMarked {
                since = known[glimpse.id]?.since ?? now
            } else if !fiber.mark(reason) {
                // It has gone on since the glimpse.
                return (.zero, nil)
            }
            seen[glimpse.id] = Known(since: since)
            return (age(since), fiber.waitSubject(glimpse, reason))
        }

        /// The same of one that keeps its thread, and waits as that does.
        mutating func age(of wait: PinnedWait, _ glimpse: Glimpse) -> Duration {
            let last = known[glimpse.id]
            let isTheSame = wait.number != nil && last?.number == wait.number
            let since = isTheSame ? last?.since ?? now : now
            seen[glimpse.id] = Known(since: since, number: wait.number)
            return age(since)
        }

        private func age(_ since: Instant) -> Duration {
            .nanoseconds(Int64(clamping: now.nanoseconds(since: since)))
        }
    }
}
