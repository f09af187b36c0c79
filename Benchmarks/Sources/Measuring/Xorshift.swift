// Measuring › Xorshift: random numbers that are the same in every peer.
//
// Marsaglia's generator of 32 bits: a few shifts, which all languages have, also those without integers of 64 bits.

/// A pseudo-random sequence.
public struct Xorshift: Sendable {
    private var state: UInt32

    /// The sequence that begins after `seed`, which must not be zero.
    public init(seed: UInt32 = 2_463_534_242) {
        state = seed
    }

    /// The next number.
    @inline(__always)
    public mutating func next() -> UInt32 {
        state ^= state << 13
        state ^= state >> 17
        state ^= state << 5
        return state
    }

    /// The number after so many steps: computation and nothing else. Two of them must not begin at the same seed, or
    /// the compiler computes one and takes it twice.
    @inline(never)
    public static func number(after steps: Int, seed: UInt32) -> UInt32 {
        var numbers = Xorshift(seed: seed)
        for _ in 0..<steps { _ = numbers.next() }
        return numbers.state
    }

    /// So many durations from 0 to 1,000 milliseconds.
    public static func durations(_ count: Int) -> [Duration] {
        var numbers = Xorshift()
        return (0..<count).map { _ in .microseconds(Int64(numbers.next() % 1_000_001)) }
    }
}
