// Report › SeparatedFormat: one line of fields a page or match, for spreadsheets, cut and awk. An empty field is an absent value.
//
// Commas as RFC 4180 has them, except that lines end as they do on this system. Tabs without any quoting: no field can
// hold a tab or a line break, because both are control characters, which are shown as U+FFFD in either form.

internal import BraidHTML

struct SeparatedFormat: ResultFormat {
    static func commas(isSelecting: Bool = false) -> SeparatedFormat {
        SeparatedFormat(separator: UInt8(ascii: ","), isSelecting: isSelecting)
    }

    static func tabs(isSelecting: Bool = false) -> SeparatedFormat {
        SeparatedFormat(separator: UInt8(ascii: "\t"), isSelecting: isSelecting)
    }

    let separator: UInt8
    /// Whether a page has a line for each of its matches, instead of one with its title.
    let isSelecting: Bool

    private var isQuoting: Bool { separator == UInt8(ascii: ",") }

    var header: String? {
        [
            "url", "final_url", "status", isSelecting ? "match" : "title", "charset", "bytes", "seconds",
            "attempts", "error_kind", "error_message",
        ].joined(separator: isQuoting ? "," : "\t")
    }

    func append(_ page: PageResult, to lines: inout OutputText) {
        guard isSelecting else { return append(page, saying: page.title, to: &lines) }
        guard let matches = page.selection?.lines, !matches.isEmpty else {
            return append(page, saying: nil, to: &lines)
        }
        for match in matches { append(page, saying: match, to: &lines) }
    }

    private func append(_ page: PageResult, saying words: String?, to lines: inout OutputText) {
        append(page.url, to: &lines)
        append(page.finalURL, to: &lines)
        if let status = page.status { lines.append(status, digits: 1) }
        lines.append(byte: separator)
        append(words, to: &lines)
        append(page.charset, to: &lines)
        if let bytes = page.bytes { lines.append(bytes, digits: 1) }
        lines.append(byte: separator)
        lines.append(seconds: page.elapsedNanoseconds)
        lines.append(byte: separator)
        lines.append(page.attempts, digits: 1)
        lines.append(byte: separator)
        append(page.failure?.kind, to: &lines)
        appendField(page.failure?.message, to: &lines)
        lines.append(byte: UInt8(ascii: "\n"))
    }

    private func append(_ field: String?, to lines: inout OutputText) {
        appendField(field, to: &lines)
        lines.append(byte: separator)
    }

    private func appendField(_ field: String?, to lines: inout OutputText) {
        guard let field else { return }
        if isQuoting, field.utf8.span.mustBeQuoted {
            lines.append(quotedForCommas: field)
        } else {
            lines.append(printable: field)
        }
    }
}

extension OutputText {
    fileprivate mutating func append(quotedForCommas field: String) {
        append(byte: UInt8(ascii: "\""))
        append(field.utf8.span, besides: UInt8(ascii: "\""), UInt8(ascii: "\"")) { text, position, output in
            guard text[position] == UInt8(ascii: "\"") else {
                let length = text.controlLength(at: position)
                if length > 0 { output.append(literal: "\u{FFFD}") }
                return length
            }
            output.append(literal: "\"\"")
            return 1
        }
        append(byte: UInt8(ascii: "\""))
    }
}

extension Span<UInt8> {
    /// A field with a comma or a quotation mark, or with a space at an end, which some readers strip.
    fileprivate var mustBeQuoted: Bool {
        guard !isEmpty else { return false }
        if self[0] == UInt8(ascii: " ") || self[count - 1] == UInt8(ascii: " ") { return true }
        for index in indices where self[index] == UInt8(ascii: ",") || self[index] == UInt8(ascii: "\"") {
            return true
        }
        return false
    }
}
