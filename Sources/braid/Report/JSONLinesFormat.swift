// Report › JSONLinesFormat: one JSON object a line.

internal import BraidHTML

struct JSONLinesFormat: ResultFormat {
    let header: String? = nil
    /// Whether a page has an array of its matches, instead of its title.
    var isSelecting = false

    func append(_ page: PageResult, to lines: inout OutputText) {
        lines.append(literal: "{\"url\":")
        let start = lines.count
        lines.append(quoted: page.url)
        let end = lines.count
        lines.append(literal: ",\"final_url\":")
        // Mostly there was no redirect.
        if page.finalURL == page.url {
            lines.append(again: start..<end)
        } else {
            lines.append(quoted: page.finalURL)
        }
        lines.append(literal: ",\"status\":")
        lines.append(page.status)
        if isSelecting {
            lines.append(literal: ",\"matches\":")
            append(page.selection?.strings, to: &lines)
        } else {
            lines.append(literal: ",\"title\":")
            lines.append(quoted: page.title)
        }
        lines.append(literal: ",\"charset\":")
        lines.append(quoted: page.charset)
        lines.append(literal: ",\"bytes\":")
        lines.append(page.bytes)
        lines.append(literal: ",\"seconds\":")
        lines.append(seconds: page.elapsedNanoseconds)
        lines.append(literal: ",\"attempts\":")
        lines.append(page.attempts, digits: 1)
        lines.append(literal: ",\"error\":")
        append(page.failure, to: &lines)
        lines.append(literal: "}\n")
    }

    private func append(_ matches: [String]?, to lines: inout OutputText) {
        guard let matches else { return lines.append(literal: "null") }
        lines.append(literal: "[")
        for (index, match) in matches.enumerated() {
            if index > 0 { lines.append(literal: ",") }
            lines.append(quoted: match)
        }
        lines.append(literal: "]")
    }

    private func append(_ failure: PageResult.Failure?, to lines: inout OutputText) {
        guard let failure else { return lines.append(literal: "null") }
        lines.append(literal: "{\"kind\":")
        lines.append(quoted: failure.kind)
        lines.append(literal: ",\"message\":")
        lines.append(quoted: failure.message)
        lines.append(literal: "}")
    }
}

extension OutputText {
    /// Appends seconds, rounded to the microsecond.
    mutating func append(seconds nanoseconds: Int) {
        let microseconds = (nanoseconds + 500) / 1000
        append(microseconds / 1_000_000, digits: 1)
        append(byte: UInt8(ascii: "."))
        append(microseconds % 1_000_000, digits: 6)
    }
}
