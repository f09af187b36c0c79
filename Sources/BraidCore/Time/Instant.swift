// Time › Instant: a point on a scheduler's clock.

/// A point on a clock, in nanoseconds since an arbitrary start.
package struct Instant: Comparable, Hashable, Sendable {
    package var nanoseconds: UInt64

    package init(nanoseconds: UInt64) {
        self.nanoseconds = nanoseconds
    }

    /// The deadline of a wait without one.
    package static let never = Instant(nanoseconds: .max)

    package static func < (left: Instant, right: Instant) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// The instant `duration` later, rounded up: a wait is never shorter than it was asked to be. A negative duration
    /// gives the same instant; one beyond 584 years gives `.never`.
    package func advanced(by duration: Duration) -> Instant {
        // Up to 9 seconds are a word of attoseconds; to take more than that apart costs a division of two words.
        let all = duration.attoseconds
        guard all >= 0, all <= 0x7FFF_FFFF_FFFF_FFFF else { return advanced(byLong: duration) }
        let length = (UInt64(truncatingIfNeeded: all) + 999_999_999) / 1_000_000_000
        let (sum, isBeyond) = nanoseconds.addingReportingOverflow(length)
        return isBeyond ? .never : Instant(nanoseconds: sum)
    }

    @inline(never)
    private func advanced(byLong duration: Duration) -> Instant {
        let (seconds, attoseconds) = duration.components
        if seconds < 0 || attoseconds < 0 { return self }
        let (whole, isTooLong) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
        let fraction = UInt64(attoseconds + 999_999_999) / 1_000_000_000
        let (length, isTooLongWithFraction) = whole.addingReportingOverflow(fraction)
        let (sum, isBeyond) = nanoseconds.addingReportingOverflow(length)
        return isTooLong || isTooLongWithFraction || isBeyond ? .never : Instant(nanoseconds: sum)
    }

    /// How much later this is than `earlier`, in nanoseconds; zero if it is not.
    package func nanoseconds(since earlier: Instant) -> UInt64 {
        nanoseconds > earlier.nanoseconds ? nanoseconds - earlier.nanoseconds : 0
    }
}
