// Kept › ChunkReader: where the pieces of a body sent in chunks lie among their sizes (RFC 9112, 7.1).
//
// What stands behind a size (extensions) and after the last chunk (trailer fields) is read over. Line ends may lack
// their carriage return, as libcurl lets them.

/// A state machine without memory: bytes in, places of the body's pieces out.
struct ChunkReader {
    enum Event: Equatable {
        /// All bytes were read, and more must come.
        case more
        /// These bytes are the body's.
        case piece(Range<Int>)
        /// The body is complete.
        case end
        /// This is no body in chunks.
        case malformed
    }

    private enum Phase {
        case size, extensions, data, dataEnd, trailer
    }

    /// So many bytes are more than anybody needs to say about a chunk.
    private static let mostOverhead = 16 << 10

    private var phase = Phase.size
    private var left = 0
    private var digits = 0
    /// How many bytes were read since the last that were the body's.
    private var overhead = 0

    /// What comes next in `bytes` from `position` on, which is moved behind it.
    mutating func next(in bytes: Span<UInt8>, from position: inout Int) -> Event {
        while position < bytes.count {
            if phase == .data {
                let end = position + min(left, bytes.count - position)
                let piece = position..<end
                left -= piece.count
                position = end
                if left == 0 { phase = .dataEnd }
                return .piece(piece)
            }
            let byte = bytes[position]
            position += 1
            overhead += 1
            guard overhead <= Self.mostOverhead else { return .malformed }
            switch phase {
            case .size: guard readSize(byte) else { return .malformed }
            case .extensions: if byte.isLineFeed { beginChunk() }
            case .dataEnd:
                if byte.isLineFeed { beginSize() } else if !byte.isCarriageReturn { return .malformed }
            case .trailer:
                if byte.isLineFeed {
                    if digits == 0 { return .end }
                    digits = 0
                } else if !byte.isCarriageReturn {
                    digits += 1
                }
            case .data: break
            }
        }
        return .more
    }

    private mutating func readSize(_ byte: UInt8) -> Bool {
        if let digit = byte.hexadecimalValue {
            digits += 1
            left = left << 4 | digit
            // Fifteen digits are fewer than an Int has.
            return digits <= 15
        }
        guard digits > 0 else { return false }
        if byte.isLineFeed { beginChunk() } else { phase = .extensions }
        return true
    }

    private mutating func beginSize() {
        phase = .size
        left = 0
        digits = 0
    }

    private mutating func beginChunk() {
        overhead = 0
        // In the trailer, `digits` counts the bytes of a line.
        digits = 0
        phase = left > 0 ? .data : .trailer
    }
}

extension UInt8 {
    fileprivate var isLineFeed: Bool { self == UInt8(ascii: "\n") }
    fileprivate var isCarriageReturn: Bool { self == UInt8(ascii: "\r") }

    fileprivate var hexadecimalValue: Int? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(self & 0x0F)
        case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"):
            Int(self & 0x0F) + 9
        default: nil
        }
    }
}
