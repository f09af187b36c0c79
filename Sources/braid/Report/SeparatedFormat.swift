// Report › SeparatedFormat: one line of fields a page, for spreadsheets, cut and awk. An empty field is an absent value.
//
// Commas as RFC 4180 has them, except that lines end as they do on this system. Tabs without any quoting: no field can
// hold a tab or a line break, because both are control characters, which are shown as U+FFFD in either form.

struct SeparatedFormat: ResultFormat {
    static let commas = SeparatedFormat(separator: ",") { quotedIfNeeded($0) }
    static let tabs = SeparatedFormat(separator: "\t") { $0 }

    let separator: String
    let encoded: @Sendable (String) -> String

    private static let names = [
        "url", "final_url", "status", "title", "charset", "bytes", "seconds", "attempts", "error_kind",
        "error_message",
    ]

    var header: String? { SeparatedFormat.names.joined(separator: separator) }

    func line(for page: PageResult) -> String {
        let fields = [
            page.url, page.finalURL, page.status.map(String.init), page.title, page.charset,
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
