// HTML › ContentType: the charset parameter of an HTTP header, by the MIME Sniffing standard.
//
// A header sent twice arrives joined by a comma, quoted values may hold commas and semicolons, and
// of a parameter given twice the first counts. Fetch says how it all combines; this follows it.

enum ContentType {
    /// The encoding that the value of a Content-Type header names, or nil.
    static func encoding(_ value: String) -> CharacterEncoding? {
        let bytes = value.utf8.span
        if let label = plainCharset(bytes) { return CharacterEncoding(labelBytes: bytes.extracting(label)) }
        return charset(value).flatMap { CharacterEncoding(label: $0) }
    }

    /// Where the charset stands in a value such as nearly all servers send, `text/html; charset=utf-8`; nil for any other.
    static func plainCharset(_ bytes: Span<UInt8>) -> Range<Int>? {
        guard bytes.hasPrefix("text/html;", at: 0, ignoringCase: true) else { return nil }
        var start = 10
        while bytes.byte(at: start) == UInt8(ascii: " ") { start += 1 }
        guard bytes.hasPrefix("charset=", at: start, ignoringCase: true) else { return nil }
        start += 8
        for index in start..<bytes.count where !bytes[index].isOfPlainLabel { return nil }
        return start < bytes.count ? start..<bytes.count : nil
    }

    /// The charset that the header names, as Fetch's "extract a MIME type" finds it.
    static func charset(_ value: String) -> String? {
        // Many servers send a type alone, and nothing in it can be a parameter then.
        guard value.utf8.span.contains(UInt8(ascii: ";")) else { return nil }
        var charset: String?
        var essence: [UInt8]?
        for part in split(Array(value.utf8)) {
            guard let type = MIMEType(part), type.essence != Array("*/*".utf8) else { continue }
            if type.essence != essence { charset = nil }
            essence = type.essence
            if let own = type.charset { charset = String(decoding: own, as: UTF8.self) }
        }
        return charset
    }

    /// Splits at the commas outside quoted strings.
    private static func split(_ value: [UInt8]) -> [ArraySlice<UInt8>] {
        var parts: [ArraySlice<UInt8>] = []
        var start = 0
        var isQuoted = false
        var position = 0
        while position < value.count {
            switch value[position] {
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: "\\") where isQuoted: position += 1
            case UInt8(ascii: ",") where !isQuoted:
                parts.append(value[start..<position])
                start = position + 1
            default: break
            }
            position += 1
        }
        return parts + [value[start...]]
    }
}

/// A MIME type, of which only the essence and the charset matter here.
private struct MIMEType {
    let essence: [UInt8]
    let charset: [UInt8]?

    /// Parses as the MIME Sniffing standard does; nil for what is no MIME type.
    init?(_ value: ArraySlice<UInt8>) {
        var rest = value.trimmingHTTPWhitespace()
        let name = rest.removePrefix { $0 != UInt8(ascii: ";") }.trimmingHTTPWhitespace()
        let halves = name.split(separator: UInt8(ascii: "/"), maxSplits: 1, omittingEmptySubsequences: false)
        guard halves.count == 2, halves.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isHTTPToken) }) else {
            return nil
        }
        essence = name.map(\.asciiLowercased)
        var charset: [UInt8]?
        while !rest.isEmpty {
            rest.removeFirst()
            rest = rest.drop { $0.isHTTPWhitespace }
            let parameter = rest.removePrefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: "=") }
            guard rest.first == UInt8(ascii: "=") else { continue }
            rest.removeFirst()
            let value = Self.parameterValue(&rest)
            let isCharset = parameter.map(\.asciiLowercased) == Array("charset".utf8)
            if isCharset, charset == nil, let value { charset = value }
        }
        self.charset = charset
    }

    /// Removes a parameter's value, quoted or bare, from the front; nil for one that does not count.
    private static func parameterValue(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
        guard rest.first == UInt8(ascii: "\"") else {
            let value = Array(rest.removePrefix { $0 != UInt8(ascii: ";") }.trimmingHTTPWhitespace())
            return value.isEmpty ? nil : value
        }
        rest.removeFirst()
        var value: [UInt8] = []
        while let byte = rest.popFirst(), byte != UInt8(ascii: "\"") {
            value.append(byte == UInt8(ascii: "\\") ? rest.popFirst() ?? byte : byte)
        }
        _ = rest.removePrefix { $0 != UInt8(ascii: ";") }
        return value
    }
}

extension UInt8 {
    fileprivate var isOfPlainLabel: Bool {
        isASCIILetter || isASCIIDigit || self == UInt8(ascii: "-") || self == UInt8(ascii: "_")
    }

    fileprivate var isHTTPWhitespace: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D }

    fileprivate var isHTTPToken: Bool {
        isASCIILetter || isASCIIDigit || "!#$%&'*+-.^_`|~".utf8.contains(self)
    }
}

extension ArraySlice<UInt8> {
    fileprivate func trimmingHTTPWhitespace() -> ArraySlice<UInt8> {
        let rest = drop { $0.isHTTPWhitespace }
        guard let last = rest.lastIndex(where: { !$0.isHTTPWhitespace }) else { return rest.prefix(0) }
        return rest[...last]
    }

    /// Removes and returns the longest prefix whose bytes satisfy the predicate.
    fileprivate mutating func removePrefix(while predicate: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        let found = prefix(while: predicate)
        removeFirst(found.count)
        return found
    }
}
