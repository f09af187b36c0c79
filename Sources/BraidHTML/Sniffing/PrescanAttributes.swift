// HTML › PrescanAttributes: the prescan's "get an attribute", simpler than the tokenizer's.

/// Reads one attribute after the other from inside a tag. The standard puts names and values in lower case; here they are
/// parts of the bytes, to be compared without regard to case, since of most tags none is looked at.
struct PrescanAttributes {
    /// Where reading goes on; at a `>` when the tag has no more attributes.
    var position: Int

    /// Where the next attribute's name and value stand, or nil at the end of the tag or of the bytes.
    mutating func next(in bytes: Span<UInt8>) -> (name: Range<Int>, value: Range<Int>)? {
        while let byte = bytes.byte(at: position), byte.isASCIIWhitespace || byte == UInt8(ascii: "/") {
            position += 1
        }
        guard let first = bytes.byte(at: position), first != UInt8(ascii: ">") else { return nil }
        let start = position
        while let byte = bytes.byte(at: position) {
            let name = start..<position
            if byte == UInt8(ascii: "="), !name.isEmpty {
                position += 1
                return value(in: bytes).map { (name, $0) }
            }
            if byte.isASCIIWhitespace {
                position = bytes.skipWhitespace(from: position)
                guard let after = bytes.byte(at: position) else { return nil }
                guard after == UInt8(ascii: "=") else { return (name, position..<position) }
                position += 1
                return value(in: bytes).map { (name, $0) }
            }
            if byte == UInt8(ascii: "/") || byte == UInt8(ascii: ">") { return (name, position..<position) }
            position += 1
        }
        return nil
    }

    private mutating func value(in bytes: Span<UInt8>) -> Range<Int>? {
        position = bytes.skipWhitespace(from: position)
        guard let first = bytes.byte(at: position) else { return nil }
        if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
            let start = position + 1
            guard let end = bytes.firstIndex(of: first, from: start) else {
                position = bytes.count
                return nil
            }
            position = end + 1
            return start..<end
        }
        let start = position
        while let byte = bytes.byte(at: position) {
            if byte.isASCIIWhitespace || byte == UInt8(ascii: ">") { return start..<position }
            position += 1
        }
        return nil
    }
}
