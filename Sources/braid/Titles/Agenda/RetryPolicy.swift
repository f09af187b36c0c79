// Agenda › RetryPolicy: whether a visit is repeated, and after how long.
//
// The pause doubles with each attempt, from one second to one minute. Half of it is left to chance: clients that failed
// together must not come back together. What the server asks for counts if it is longer, up to `patience`: one that asks
// for more is left alone for so long, but the page that it has refused, which would come too early, is not repeated. A state machine: the chance comes from a seed.

struct RetryPolicy: Sendable {
    /// How often a visit is repeated at most.
    var retries = 0
    var firstPause = Duration.seconds(1)
    var longestPause = Duration.seconds(60)
    /// The longest that a server may ask for.
    var patience = Duration.seconds(300)
    var random: SplitMix64

    init(retries: Int = 0, seed: UInt64 = 0) {
        self.retries = retries
        random = SplitMix64(state: seed)
    }

    /// Whether there is another attempt.
    func repeats(after setback: Setback, attempt: Int) -> Bool {
        attempt <= retries && setback.retryAfter ?? .zero <= patience
    }

    /// How long to wait before it, or, if there is none, before anything else is asked of the same server.
    mutating func pause(after setback: Setback, attempt: Int) -> Duration {
        // Beyond 2⁶ seconds the longest pause decides.
        let doubled = min(firstPause * (1 << min(attempt - 1, 6)), longestPause)
        let pause = doubled * Double.random(in: 0.5...1, using: &random)
        return max(pause, min(setback.retryAfter ?? .zero, patience))
    }
}

/// Steele, Lea and Flood's generator, of 2014: small, fast, and the same for the same seed.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
