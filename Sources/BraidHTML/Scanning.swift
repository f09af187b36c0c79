// HTML › Scanning: searching in borrowed bytes.
//
// A Span checks its bounds and cannot outlive what it borrows, so everything else in this module
// is safe code; the loops that must be fast are the C library's, called from here alone.

internal import Glibc

extension Span<UInt8> {
    /// The position of the first such byte at or after a position, or nil.
    func firstIndex(of byte: UInt8, from start: Int) -> Int? {
        guard start < count else { return nil }
        // Safety: the buffer is only read while the closure runs, and the span keeps it alive so long.
        return unsafe withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return nil }
            // Safety: memchr reads the bytes from start to the count, all inside the buffer, and what
            // it returns points to one of them.
            let found = unsafe memchr(base + start, Int32(byte), buffer.count - start)
            return unsafe found.map { unsafe UnsafeRawPointer($0) - base }
        }
    }

    func contains(_ byte: UInt8) -> Bool { firstIndex(of: byte, from: 0) != nil }

    /// The position of the first byte above 0x7F at or after a position, or the count.
    func endOfASCII(from start: Int) -> Int {
        var position = start
        // Safety: the buffer is only read while the closure runs, and the span keeps it alive so long.
        unsafe withUnsafeBytes { buffer in
            while position + 8 <= buffer.count {
                // Safety: the eight bytes from position on are inside the buffer, as just compared.
                let word = unsafe buffer.loadUnaligned(fromByteOffset: position, as: UInt64.self)
                if word & 0x8080_8080_8080_8080 != 0 { break }
                position += 8
            }
        }
        while position < count, self[position] < 0x80 { position += 1 }
        return position
    }

    /// The byte at a position, or nil past the end.
    @inline(__always)
    func byte(at position: Int) -> UInt8? { position < count ? self[position] : nil }

    /// Whether these ASCII characters stand at a position.
    func hasPrefix(_ prefix: StaticString, at position: Int, ignoringCase: Bool = false) -> Bool {
        let length = prefix.utf8CodeUnitCount
        guard position + length <= count else { return false }
        for offset in 0..<length {
            // Safety: a static string's code units live for ever, and offset is below their count.
            let expected = unsafe prefix.utf8Start[offset]
            let byte = self[position + offset]
            if byte != expected, !ignoringCase || byte.asciiLowercased != expected { return false }
        }
        return true
    }

    /// Whether a part of the bytes is this ASCII text, in small or capital letters.
    func isEqualIgnoringCase(_ range: Range<Int>, _ text: StaticString) -> Bool {
        range.count == text.utf8CodeUnitCount && hasPrefix(text, at: range.lowerBound, ignoringCase: true)
    }

    func skipWhitespace(from start: Int) -> Int {
        var position = start
        while position < count, self[position].isASCIIWhitespace { position += 1 }
        return position
    }
}
