// Scheduling › Restraint: how often a seat wakes a sleeping worker for what was made runnable.
//
// Less and less, while those who were woken find that it has run already, as when two goroutines pass something to and fro. A
// call in vain costs some 15 µs of processor time: a wake-up, four looks at all seats, a fence on every processor and a system
// call to sleep again. A pair that yields adds a runnable each 40 ns, so a call for each 1,024 of them is a third of all that
// the pair costs.
//
// Nothing is lost by this: the seat's own worker runs what it has, and the monitor calls for help at its next look, a
// millisecond or five later. Where many wait, one that comes is likely to find some, so the restraint ends sooner there.

struct Restraint {
    /// Additions since somebody was called.
    private var additions = 0
    /// How many of them go without a call.
    private var length = 0

    static let longest = 16_384
    static let longestWithMany = 1_024

    /// After an addition. `hasMany`: so many that a theft is worth its price.
    @inline(__always)
    mutating func wantsHelp(hasMany: Bool) -> Bool {
        additions += 1
        if additions <= min(length, hasMany ? Restraint.longestWithMany : Restraint.longest) { return false }
        length = min(max(1, length * 2), Restraint.longest)
        additions = 0
        return true
    }

    /// Help was of use: less restraint. Not none at once, because a worker that has lost its processor for a moment looks
    /// like one in need of help.
    mutating func relax() {
        length = min(length, Restraint.longestWithMany) / 4
        additions = 0
    }
}
