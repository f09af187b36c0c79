// Exploration › Fingerprint: 64 bits that tell states apart.

struct Fingerprint: Hashable {
    private(set) var bits: UInt64 = 0x9e37_79b9_7f4a_7c15

    mutating func mix(_ value: UInt64) {
        bits = Fingerprint.scramble(bits &+ 0x9e37_79b9_7f4a_7c15 ^ value &* 0xff51_afd7_ed55_8ccd)
    }

    /// Every bit of the result depends on every bit of the input.
    static func scramble(_ value: UInt64) -> UInt64 {
        var bits = value
        bits = (bits ^ bits >> 32) &* 0xd6e8_feb8_6659_fd93
        bits = (bits ^ bits >> 29) &* 0xc4ce_b9fe_1a85_ec53
        return bits ^ bits >> 32
    }
}
