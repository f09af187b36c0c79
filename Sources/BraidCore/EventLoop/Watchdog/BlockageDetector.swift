// Watchdog › BlockageDetector: what a loop's pulse means. State only: no clock, no lock, no wait.
//
// Rules:
//  - A beat that was first seen `threshold` ago and is still the same, in a turn, is a blockage. As the look that first
//    saw it came after its beginning, what is said of its duration is what it lasted at least.
//  - A blockage is reported once.
//  - A blockage whose stack could not be read is tried again with the next looks, and then reported without.

struct BlockageDetector {
    enum Verdict: Equatable {
        /// The loop waits for something to do, and did so at the last look.
        case idle
        /// The loop works, or has worked since the last look.
        case working
        /// The present callback has kept the loop for that long.
        case blocked(nanoseconds: UInt64)
    }

    private var beat: UInt64?
    private var since = Instant(nanoseconds: 0)
    private var isReported = false
    private var attempts = 0

    private static let mostAttempts = 5

    mutating func observe(beat: UInt64, at now: Instant, thresholdNanoseconds: UInt64) -> Verdict {
        guard beat == self.beat else {
            self.beat = beat
            since = now
            isReported = false
            attempts = 0
            return .working
        }
        guard LoopPulse.isInTurn(beat) else { return .idle }
        let duration = now.nanoseconds(since: since)
        guard duration >= thresholdNanoseconds, !isReported else { return .working }
        return .blocked(nanoseconds: duration)
    }

    /// A report of this beat's blockage has been made.
    mutating func reported(beat: UInt64) {
        if beat == self.beat { isReported = true }
    }

    /// The stack could not be read. Whether it is worth another attempt.
    mutating func failed(beat: UInt64) -> Bool {
        guard beat == self.beat else { return true }
        attempts += 1
        return attempts < BlockageDetector.mostAttempts
    }
}
