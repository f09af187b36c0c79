// Waiting › WaitClaim: who ends a wait, and how. One word, in which one of those who try wins.
//
// Explored in all interleavings by the tests: see ParkAndReadyExplorationTests.

struct WaitClaim<M: Memory> {
    /// `open` while the wait can be ended, and then the verdict of whoever has ended it.
    let word: M.Word

    private static var open: UInt { 0xFF }

    /// Before the wait is published.
    @inline(__always)
    func open() { word.store(WaitClaim.open, .relaxed) }

    /// False if somebody else was first.
    @inline(__always)
    func claim(_ verdict: Verdict) -> Bool {
        word.compareExchange(
            expected: WaitClaim.open, desired: UInt(verdict.rawValue), .acquiringAndReleasing
        ).exchanged
    }

    /// From any thread.
    var isOpen: Bool { word.load(.acquiring) == WaitClaim.open }

    /// For the one who waited, once somebody has claimed the wait and has made him ready. Masked, so that the compiler sees
    /// that it is one of the four.
    @inline(__always)
    var verdict: Verdict { Verdict(rawValue: UInt8(truncatingIfNeeded: word.load(.relaxed) & 3)) ?? .done }

    /// Says once more, with a release, what the winner of a claim has said: see `Waiter.ready`.
    @inline(__always)
    func repeatVerdict() { word.store(word.load(.relaxed), .releasing) }

    /// For one who was made ready by what `repeatVerdict` stands for.
    var repeatedVerdict: Verdict {
        @inline(__always) get {
            _ = word.load(.acquiring)
            return verdict
        }
    }
}
