// Report › SeparatedFormat: one line of fields a page or match, for spreadsheets, cut and awk. An empty field is an absent value.
//
// Commas as RFC 4180 has them, except that lines end as they do on this system. Tabs without any quoting: no field can
// hold a tab or a line break, because both are control characters, which are shown as U+FFFD in either form.

internal import BraidHTML

struct SeparatedFormat: ResultFormat {
    static func commas(isSelecting: Bool = false) -> SeparatedFormat {
        SeparatedFormat(separator: ",", isSelecting: isSelecting) { quotedIfNeeded($0) }
    }

    static func tabs(isSelecting: Bool = false) -> SeparatedFormat {
        SeparatedFormat(separator: "\t", isSelecting: isSelecting) { $0 }
    }

    let separator: String
    /// Whether a page has a line for each of its matches, instead of one with its title.
    let isSelecting: Bool
    let encoded: @Sendable (String) -> String

    var header: String? {
        [
            "url", "final_url", "status", isSelecting ? "match" : "title", "charset", "bytes", "seconds",
            "attempts", "error_kind", "error_message",
        ].joined(separator: separator)
    }

    func lines(for page: PageResult) -> [String] {
        guard isSelecting else { return [line(for: page, saying: page.title)] }
        guard let matches = page.selection?.lines, !matches.isEmpty else {
            return [line(for: page, saying: nil)]
        }
        return matches.map { line(for: page, saying: $0) }
    }

    private func line(for page: PageResult, saying words: String?) -> String {
        let fields = [
            page.url, page.finalURL, page.status.map(String.init), words, page.charset,
            page.bytes.map(String.init), JSONLinesFormat.rounded(page.seconds), String(page.attempts),
            page.failure?.kind, page.failure?.message,
        ]
        return fields.map { encoded(printable($0 ?? "")) }.joined(separator: separator)
    }

    private static func quotedIfNeeded(_ field: String) -> String {
        let mustBeQuoted = field.utf8.contains { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") }
        guard mustBeQuoted || field.hasPrefix(" ") || field.hasSuffix(" ") else { return field }
        var quoted = "\""
        for character in field { quoted += character == "\"" ? "\"\"" : String(character) }
        return quoted + "\""
    }
}
