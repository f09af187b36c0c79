// HTTP tests › Gzip: makes gzip data by hand (RFC 1951 and 1952), so that a bomb needs no tool.

/// Builds a gzip stream.
enum Gzip {
    /// A valid stream of `bytes`, stored.
    static func stored(_ bytes: [UInt8]) -> [UInt8] {
        let size = UInt16(bytes.count)
        let block = [1] + size.littleEndianBytes + (~size).littleEndianBytes + bytes
        return header + block + checksum(bytes).littleEndianBytes + UInt32(bytes.count).littleEndianBytes
    }

    /// The beginning of a stream that unpacks to `count` zeros, 158 times its own size.
    static func bomb(_ count: Int) -> [UInt8] {
        var bits = BitWriter()
        bits.write(1, count: 1)  // the last block
        bits.write(1, count: 2)  // in the fixed code
        bits.writeCode(0x30, count: 8)  // literal 0
        for _ in 0..<(count / 258) {
            bits.writeCode(0xC5, count: 8)  // length 258
            bits.writeCode(0, count: 5)  // distance 1
        }
        bits.writeCode(0, count: 7)  // the end of the block
        return header + bits.bytes
    }

    private static let header: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]

    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var sum = ~UInt32(0)
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = (sum >> 1) ^ (sum & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
        return ~sum
    }
}

private struct BitWriter {
    private(set) var bytes: [UInt8] = []
    private var used = 8

    /// Writes a number, lowest bit first.
    mutating func write(_ value: Int, count: Int) {
        for bit in 0..<count {
            if used == 8 {
                bytes.append(0)
                used = 0
            }
            bytes[bytes.count - 1] |= UInt8(value >> bit & 1) << used
            used += 1
        }
    }

    /// Writes a Huffman code, highest bit first.
    mutating func writeCode(_ code: Int, count: Int) {
        for bit in (0..<count).reversed() { write(code >> bit & 1, count: 1) }
    }
}

extension FixedWidthInteger {
    fileprivate var littleEndianBytes: [UInt8] {
        (0..<(bitWidth / 8)).map { UInt8(truncatingIfNeeded: self >> ($0 * 8)) }
    }
}
