// HTML › TagName: a name of a tag or an attribute, packed into two machine words.
//
// A page has a tag every forty bytes, and each name is compared, hashed and kept on a stack; as an
// array it would be an allocation each time. All names that mean something to the parser have
// sixteen bytes at most and pack exactly. Longer ones, which only ever are compared with each
// other, are folded into the same 128 bits by the FNV-1a hash.

struct TagName: Hashable {
    private var packed: UInt128 = 0
    private var length = 0

    init() {}

    init(_ name: StaticString) {
        // Safety: a static string's code units live for ever, and the offsets are below their count.
        for offset in 0..<name.utf8CodeUnitCount { unsafe append(name.utf8Start[offset]) }
    }

    init(_ name: some StringProtocol) {
        for byte in name.utf8 { append(byte) }
    }

    var isEmpty: Bool { length == 0 }

    /// Appends a byte in lower case, as the tokenizer does.
    @inline(__always)
    mutating func append(_ byte: UInt8) {
        length &+= 1
        let byte = UInt128(truncatingIfNeeded: byte.asciiLowercased)
        packed = length <= 16 ? packed << 8 | byte : (packed ^ byte) &* Self.prime
    }

    /// A well mixed number of a few bits, for a hash table of that size.
    @inline(__always)
    func hashBits(_ count: UInt64) -> Int {
        let folded = UInt64(truncatingIfNeeded: packed) ^ UInt64(truncatingIfNeeded: packed >> 64)
        return Int(truncatingIfNeeded: (folded &* 0x9E37_79B9_7F4A_7C15) >> (64 - count))
    }

    /// The prime of 128-bit FNV: 2⁸⁸ + 2⁸ + 0x3B.
    private static var prime: UInt128 { 1 << 88 | 0x13B }
}
