// HTML › PrescanAttributes: the prescan's "get an attribute", simpler than the tokenizer's.

/// Reads one attribute after the other from inside a tag; names and values in lower case.
struct PrescanAttributes {
    /// Where reading goes on; at a `>` when the tag has no more attributes.
    var position: Int

    /// The next attribute, or nil at the end of the tag or of the bytes.
    mutating func next(in bytes: Span<UInt8>) -> (name: [UInt8], value: [UInt8])? {
        while let byte = bytes.byte(at: position), byte.isASCIIWhitespace || byte == UInt8(ascii: "/") {
            position += 1
        }
        guard let first = bytes.byte(at: position), first != UInt8(ascii: ">") else { return nil }
        var name: [UInt8] = []
        while let byte = bytes.byte(at: position) {
            if byte == UInt8(ascii: "="), !name.isEmpty {
                position += 1
                return value(in: bytes).map { (name, $0) }
            }
            if byte.isASCIIWhitespace {
                position = bytes.skipWhitespace(from: position)
                guard let after = bytes.byte(at: position) else { return nil }
                guard after == UInt8(ascii: "=") else { return (name, []) }
                position += 1
                return value(in: bytes).map { (name, $0) }
            }
            if byte == UInt8(ascii: "/") || byte == UInt8(ascii: ">") { return (name, []) }
            name.append(byte.asciiLowercased)
            position += 1
        }
        return nil
    }

    private mutating func value(in bytes: Span<UInt8>) -> [UInt8]? {
        position = bytes.skipWhitespace(from: position)
        guard let first = bytes.byte(at: position) else { return nil }
        if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
            position += 1
            return quotedValue(in: bytes, quote: first)
        }
        var value: [UInt8] = []
        while let byte = bytes.byte(at: position) {
            if byte.isASCIIWhitespace || byte == UInt8(ascii: ">") { return value }
            value.append(byte.asciiLowercased)
            position += 1
        }
        return nil
    }

    private mutating func quotedValue(in bytes: Span<UInt8>, quote: UInt8) -> [UInt8]? {
        var value: [UInt8] = []
        while let byte = bytes.byte(at: position) {
            position += 1
            if byte == quote { return value }
            value.append(byte.asciiLowercased)
        }
        return nil
    }
}
