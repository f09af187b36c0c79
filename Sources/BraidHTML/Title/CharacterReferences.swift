// HTML › CharacterReferences: `&amp;`, `&copy` and `&#x2603;`, by the standard's rules for each.
//
// The standard's tokenizer reads references byte by byte; here a whole text is at hand, so a
// reference is a value with a length, and what is not one stays as it is.

/// The character references of HTML; corresponds to `html.unescape` in Python and Go.
public enum CharacterReferences {
    /// Decodes the references in text, such as the content of a title; what is no reference stays.
    public static func decode(_ text: String) -> String {
        guard text.utf8.span.contains(UInt8(ascii: "&")) else { return text }
        return String(decoding: decode(Array(text.utf8), inAttribute: false), as: UTF8.self)
    }

    /// The same in UTF-8.
    static func decodeText(_ text: [UInt8]) -> [UInt8] { decode(text, inAttribute: false) }

    /// Decodes the references in an attribute's value, where old addresses as `?a&copy=1` are left alone.
    static func decodeAttribute(_ value: [UInt8]) -> [UInt8] { decode(value, inAttribute: true) }

    private static func decode(_ source: [UInt8], inAttribute: Bool) -> [UInt8] {
        guard source.span.contains(UInt8(ascii: "&")) else { return source }
        var decoded: [UInt8] = []
        decoded.reserveCapacity(source.count)
        var (copied, position) = (0, 0)
        while let next = source.span.firstIndex(of: UInt8(ascii: "&"), from: position) {
            position = next + 1
            if let (byte, length) = commonest(source.span, at: position) {
                decoded += source[copied..<next]
                decoded.append(byte)
                position += length
            } else if let found = reference(at: source[position...], inAttribute: inAttribute) {
                decoded += source[copied..<next]
                for scalar in found.scalars { decoded += UTF8.encode(scalar).map(Array.init) ?? [] }
                position += found.length
            } else {
                continue
            }
            copied = position
        }
        return decoded + source[copied...]
    }

    /// What stands for markup, which nearly all references are, without a search in the table of all.
    private static func commonest(_ bytes: Span<UInt8>, at position: Int) -> (byte: UInt8, length: Int)? {
        if bytes.hasPrefix("amp;", at: position) { return (UInt8(ascii: "&"), 4) }
        if bytes.hasPrefix("lt;", at: position) { return (UInt8(ascii: "<"), 3) }
        if bytes.hasPrefix("gt;", at: position) { return (UInt8(ascii: ">"), 3) }
        if bytes.hasPrefix("quot;", at: position) { return (UInt8(ascii: "\""), 5) }
        return nil
    }

    /// What a reference stands for, and how many bytes after the ampersand it takes.
    private struct Reference {
        let scalars: [Unicode.Scalar]
        let length: Int
    }

    private static func reference(at rest: ArraySlice<UInt8>, inAttribute: Bool) -> Reference? {
        guard let first = rest.first else { return nil }
        if first == UInt8(ascii: "#") { return numeric(rest) }
        guard first.isASCIILetter, let match = NamedReferences.longestMatch(rest) else { return nil }
        if inAttribute, rest[rest.startIndex + match.length - 1] != UInt8(ascii: ";") {
            let after = rest.dropFirst(match.length).first ?? 0
            if after == UInt8(ascii: "=") || after.isASCIILetter || after.isASCIIDigit { return nil }
        }
        return Reference(scalars: match.scalars, length: match.length)
    }

    private static func numeric(_ rest: ArraySlice<UInt8>) -> Reference? {
        var digits = rest.dropFirst()
        let isHexadecimal = digits.first?.asciiLowercased == UInt8(ascii: "x")
        if isHexadecimal { digits.removeFirst() }
        var value: UInt32 = 0
        let start = digits.startIndex
        while let byte = digits.first, let digit = byte.hexadecimalValue, isHexadecimal || digit < 10 {
            // Past the end of Unicode every number means the same, so it need not grow on.
            value = min(value * (isHexadecimal ? 16 : 10) + digit, 0x110000)
            digits.removeFirst()
        }
        guard digits.startIndex > start else { return nil }
        if digits.first == UInt8(ascii: ";") { digits.removeFirst() }
        return Reference(scalars: [scalar(value)], length: digits.startIndex - rest.startIndex)
    }

    /// Numbers in 0x80...0x9F mean windows-1252's characters: authors numbered what they saw.
    private static func scalar(_ value: UInt32) -> Unicode.Scalar {
        if 0x80...0x9F ~= value, let codePoint = EncodingIndex.singleByte[.windows1252]?[Int(value) - 0x80] {
            return Unicode.Scalar(codePoint) ?? "\u{FFFD}"
        }
        return value == 0 ? "\u{FFFD}" : Unicode.Scalar(value) ?? "\u{FFFD}"
    }
}
