// Report › JSONObject: an object under construction, its members in the order of addition.
//
// Written by hand rather than by Foundation's JSONEncoder, which cannot keep the keys in a fixed order without sorting
// them, and takes longer for a line than the whole title scan.

/// For documents that are made once; the lines of results are in JSONLinesFormat.
struct JSONObject {
    private var members = ""

    var text: String { "{\(members)}" }

    mutating func add(_ key: String, _ value: String?) {
        add(key, literal: value.map(JSONObject.quoted) ?? "null")
    }

    mutating func add(_ key: String, _ value: Int?) {
        add(key, literal: value.map(String.init) ?? "null")
    }

    /// Adds a value that is JSON already.
    mutating func add(_ key: String, literal: String) {
        if !members.isEmpty { members += "," }
        members += JSONObject.quoted(key) + ":" + literal
    }

    private static func quoted(_ text: String) -> String {
        var quoted = OutputText()
        quoted.append(quoted: text)
        return String(decoding: quoted.bytes, as: UTF8.self)
    }
}

extension OutputText {
    /// Appends a string of JSON. Control characters are escaped, so that the line stays one line and harmless on a
    /// terminal.
    mutating func append(quoted text: String) {
        append(byte: UInt8(ascii: "\""))
        append(text.utf8.span, besides: UInt8(ascii: "\""), UInt8(ascii: "\\")) { text, position, output in
            let byte = text[position]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                output.append(byte: UInt8(ascii: "\\"))
                output.append(byte: byte)
                return 1
            }
            guard let (code, length) = text.escapedInJSON(at: position) else { return 0 }
            output.append(literal: "\\u")
            for shift in [12, 8, 4, 0] { output.append(hexadecimal: code >> UInt16(shift)) }
            return length
        }
        append(byte: UInt8(ascii: "\""))
    }

    mutating func append(quoted text: String?) {
        if let text { append(quoted: text) } else { append(literal: "null") }
    }

    mutating func append(_ number: Int?) {
        if let number { append(number, digits: 1) } else { append(literal: "null") }
    }

    private mutating func append(hexadecimal digit: UInt16) {
        let digit = UInt8(truncatingIfNeeded: digit & 0xF)
        append(byte: digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }
}

extension Span<UInt8> {
    /// The control character at a position, or one of the two separators that end a line of JavaScript, and how many bytes
    /// it has.
    fileprivate func escapedInJSON(at position: Int) -> (code: UInt16, length: Int)? {
        let byte = self[position]
        if byte < 0x20 || byte == 0x7F { return (UInt16(byte), 1) }
        guard position + 1 < count else { return nil }
        let second = self[position + 1]
        if byte == 0xC2, second < 0xA0 { return (UInt16(second), 2) }
        guard byte == 0xE2, second == 0x80, position + 2 < count else { return nil }
        switch self[position + 2] {
        case 0xA8: return (0x2028, 3)
        case 0xA9: return (0x2029, 3)
        default: return nil
        }
    }
}
