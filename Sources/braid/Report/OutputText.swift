// Report › OutputText: lines under construction, as the bytes that will be written.
//
// A line of a result has some twenty parts. As strings, each would be made, counted, checked and copied; here each is
// appended once. Texts from outside are searched eight bytes at a time for what a line cannot hold as it is, which hardly
// any has.

/// Text in UTF-8, to be added to.
struct OutputText: Sendable {
    private(set) var bytes: [UInt8] = []

    init() {}

    init(_ text: String) { append(text) }

    var count: Int { bytes.count }
    var isEmpty: Bool { bytes.isEmpty }

    /// Makes room for so many bytes in all.
    mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

    mutating func append(_ text: String) { append(text.utf8.span) }

    mutating func append(literal text: StaticString) {
        // Safety: a static string's code units live for ever.
        unsafe bytes.append(
            contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func append(byte: UInt8) { bytes.append(byte) }

    /// - Parameter digits: how many there are at least, with noughts in front.
    mutating func append(_ number: Int, digits: Int = 1) {
        if number < 0 { append(byte: UInt8(ascii: "-")) }
        let number = number.magnitude
        var (divisor, count) = (1 as UInt, 1)
        while number / divisor >= 10 || count < digits { (divisor, count) = (divisor * 10, count + 1) }
        while divisor > 0 {
            append(byte: UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / divisor % 10))
            divisor /= 10
        }
    }

    /// Appends what stands there already.
    mutating func append(again range: Range<Int>) {
        for index in range { bytes.append(bytes[index]) }
    }

    /// Appends a text that may hold anything, with U+FFFD for each control character: a page's title can hold what a
    /// terminal takes for a command.
    mutating func append(printable text: String) {
        append(text.utf8.span, besides: 0, 0) { text, position, output in
            let length = text.controlLength(at: position)
            if length > 0 { output.append(literal: "\u{FFFD}") }
            return length
        }
    }

    /// Appends a text in which two bytes, beside control characters and what may be the beginning of one, are special.
    ///
    /// - Parameter replace: is asked about each; appends what stands for it, and says how many bytes that is. With none, it
    ///   stays as it is.
    @inline(__always)
    mutating func append(
        _ text: Span<UInt8>, besides first: UInt8, _ second: UInt8,
        replace: (Span<UInt8>, Int, inout OutputText) -> Int
    ) {
        var (copied, position) = (0, 0)
        while let found = text.firstSpecial(first, second, from: position) {
            // What is before it has to be there before what stands for it.
            append(text.extracting(copied..<found))
            let length = replace(text, found, &self)
            copied = found + length
            position = max(copied, found + 1)
        }
        append(text.extracting(copied..<text.count))
    }

    private mutating func append(_ text: Span<UInt8>) {
        // Safety: the buffer is only read while the closure runs, and the span keeps it alive so long.
        unsafe text.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
    }
}

extension Span<UInt8> {
    /// Where the first byte is that belongs to a control character, or may: one below 0x20, 0x7F, 0xC2, which leads U+0080
    /// to U+009F among others, and 0xE2, which leads the separators and marks of U+2028 to U+2069; or one of these two.
    func firstSpecial(_ first: UInt8, _ second: UInt8, from start: Int) -> Int? {
        var position = start
        while position + 8 <= count {
            // Safety: the eight bytes from position on are inside the buffer, as just compared.
            let word = unsafe withUnsafeBytes {
                unsafe $0.loadUnaligned(fromByteOffset: position, as: UInt64.self)
            }
            let found = UInt64(littleEndian: word).markOfSpecial(first, second)
            if found != 0 { return position + found.trailingZeroBitCount / 8 }
            position += 8
        }
        while position < count {
            let byte = self[position]
            if byte < 0x20 || byte == 0x7F || byte == 0xC2 || byte == 0xE2 || byte == first || byte == second
            {
                return position
            }
            position += 1
        }
        return nil
    }

    /// How many bytes the control character at a position has; 0 if there is none. The marks that turn the direction of
    /// writing count as such: they would carry over into what stands beside the text.
    func controlLength(at position: Int) -> Int {
        let byte = self[position]
        if byte < 0x20 || byte == 0x7F { return 1 }
        guard position + 1 < count else { return 0 }
        let second = self[position + 1]
        if byte == 0xC2 { return second < 0xA0 ? 2 : 0 }
        guard byte == 0xE2, position + 2 < count else { return 0 }
        let third = self[position + 2]
        return second == 0x80 && (0xAA...0xAE).contains(third)
            || second == 0x81 && (0xA6...0xA9).contains(third) ? 3 : 0
    }
}

extension UInt64 {
    /// The highest bit of each byte that is special, as above. Bytes above the lowest special one may have it too.
    @inline(__always)
    fileprivate func markOfSpecial(_ first: UInt8, _ second: UInt8) -> UInt64 {
        let below = (self &- 0x2020_2020_2020_2020) & ~self
        let equal =
            zeroMark(0x7F) | zeroMark(0xC2) | zeroMark(0xE2) | zeroMark(first) | zeroMark(second)
        return (below | equal) & 0x8080_8080_8080_8080
    }

    /// The highest bit of the lowest byte that is this one, and perhaps of others above it.
    @inline(__always)
    private func zeroMark(_ byte: UInt8) -> UInt64 {
        let difference = self ^ (UInt64(byte) &* 0x0101_0101_0101_0101)
        return (difference &- 0x0101_0101_0101_0101) & ~difference
    }
}
