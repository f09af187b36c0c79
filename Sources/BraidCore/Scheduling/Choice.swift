// Scheduling › Choice: every decision that a scheduler may take either way, in one place.
//
// One of the seams that make a run repeatable. An ordinary scheduler takes the first in the queue; a seeded one draws
// from a generator, so that one seed is one interleaving and another seed another.

@usableFromInline
package struct Choice {
    /// SplitMix64: every seed gives a full-period sequence, and two neighbouring seeds have nothing in common.
    @usableFromInline var state: UInt64

    @inlinable
    package init(seed: UInt64) {
        state = seed
    }

    @inlinable
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, not including, `bound`.
    @inlinable
    package mutating func below(_ bound: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }
}
