// Time › GoroutineInstant: a point in time, as goroutines see it.

internal import BraidCore

extension Goroutine {
    /// A point on the clock that goroutines wait by: monotonic, and virtual in a seeded run. Go's `time.Time`, without
    /// the calendar.
    public struct Instant: InstantProtocol, CustomStringConvertible {
        let core: BraidCore.Instant

        init(_ core: BraidCore.Instant) {
            self.core = core
        }

        /// Now, for the goroutine or the plain thread that asks.
        public static var now: Instant { Instant(Scheduler.current.clock.now) }

        /// The instant `duration` later, or earlier if it is negative; not before the clock's start.
        public func advanced(by duration: Duration) -> Instant {
            guard duration < .zero else { return Instant(core.advanced(by: duration)) }
            let back = BraidCore.Instant(nanoseconds: 0).advanced(by: .zero - duration)
            return Instant(BraidCore.Instant(nanoseconds: core.nanoseconds(since: back)))
        }

        /// How much later `other` is; negative if it is earlier.
        public func duration(to other: Instant) -> Duration {
            let later = Int64(clamping: other.core.nanoseconds(since: core))
            let earlier = Int64(clamping: core.nanoseconds(since: other.core))
            return .nanoseconds(later - earlier)
        }

        /// How long after the clock's start, for a reader.
        public var description: String { "\(Instant(.init(nanoseconds: 0)).duration(to: self))" }

        /// Whether `left` is earlier.
        public static func < (left: Instant, right: Instant) -> Bool { left.core < right.core }
    }
}
