// Report › JSONLinesFormat: one JSON object a line.
//
// Written by hand rather than by Foundation's JSONEncoder, which cannot keep the keys in a fixed order without sorting
// them, and takes longer for a line than the whole title scan.

internal import BraidHTML

struct JSONLinesFormat: ResultFormat {
    let header: String? = nil
    /// Whether a page has an array of its matches, instead of its title.
    var isSelecting = false

    func lines(for page: PageResult) -> [String] { [line(for: page)] }

    private func line(for page: PageResult) -> String {
        var object = JSONObject()
        object.add("url", page.url)
        object.add("final_url", page.finalURL)
        object.add("status", page.status)
        if isSelecting {
            object.add("matches", page.selection?.strings)
        } else {
            object.add("title", page.title)
        }
        object.add("charset", page.charset)
        object.add("bytes", page.bytes)
        object.add("seconds", literal: JSONLinesFormat.rounded(page.seconds))
        object.add("attempts", page.attempts)
        object.add("error", literal: page.failure.map(JSONLinesFormat.describe) ?? "null")
        return object.text
    }

    private static func describe(_ failure: PageResult.Failure) -> String {
        var object = JSONObject()
        object.add("kind", failure.kind)
        object.add("message", failure.message)
        return object.text
    }

    /// To the microsecond.
    static func rounded(_ seconds: Double) -> String {
        seconds.decimals(6)
    }
}

/// A JSON object under construction, its members in the order of addition.
struct JSONObject {
    private var members = ""

    var text: String { "{\(members)}" }

    mutating func add(_ key: String, _ value: String?) {
        add(key, literal: value.map(JSONObject.quoted) ?? "null")
    }

    mutating func add(_ key: String, _ value: Int?) {
        add(key, literal: value.map(String.init) ?? "null")
    }

    mutating func add(_ key: String, _ values: [String]?) {
        let array = values.map { "[" + $0.map(JSONObject.quoted).joined(separator: ",") + "]" }
        add(key, literal: array ?? "null")
    }

    /// Adds a value that is JSON already.
    mutating func add(_ key: String, literal: String) {
        if !members.isEmpty { members += "," }
        members += JSONObject.quoted(key) + ":" + literal
    }

    /// Control characters are escaped, so that the line stays one line and harmless on a terminal.
    static func quoted(_ text: String) -> String {
        guard text.utf8.contains(where: mayNeedEscape) else { return "\"\(text)\"" }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\u{00}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}":
                let code = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - code.count) + code
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    /// Whether a byte of UTF-8 can belong to one of those; 0xC2 leads U+0080 to U+009F, 0xE2 the two separators.
    private static func mayNeedEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == 0x22 || byte == 0x5C || byte == 0x7F || byte == 0xC2 || byte == 0xE2
    }
}
