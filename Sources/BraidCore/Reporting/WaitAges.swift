// Reporting › WaitAges: since when goroutines are known to wait.
//
// A time for each wait that was marked when it was first seen (see Glimpse). Whatever is not seen again is forgotten.

final class WaitAges: Sendable {
    private let known = Guarded(.watchdog, [UInt64: Instant]())

    /// One look at all goroutines. No other lock may be taken in `body`.
    func observe(at now: Instant, _ body: (inout Observation) -> Void) {
        known.withLock { known in
            var observation = Observation(known: known, now: now)
            body(&observation)
            known = observation.seen
        }
    }

    struct Observation {
        fileprivate let known: [UInt64: Instant]
        fileprivate let now: Instant
        fileprivate var seen: [UInt64: Instant] = [:]

        fileprivate init(known: [UInt64: Instant], now: Instant) {
            self.known = known
            self.now = now
        }

        /// How long a goroutine is known to have waited; nil unless it waits.
        mutating func age(of fiber: Fiber, _ glimpse: Glimpse) -> Duration? {
            guard case .waiting(let reason) = glimpse.state else { return nil }
            var since = now
            if glimpse.isMarked {
                since = known[glimpse.id] ?? now
            } else if !fiber.mark(reason) {
                // It has gone on since the glimpse.
                return .zero
            }
            seen[glimpse.id] = since
            return .nanoseconds(Int64(clamping: now.nanoseconds(since: since)))
        }
    }
}
