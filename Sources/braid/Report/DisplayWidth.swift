// Report › DisplayWidth: how many columns of a terminal a text takes.
//
// Ideographs and most emoji take two, combining marks none. What is drawn as one, a base with its marks or a family of
// emoji, takes the columns of its widest part. The table is our own: the C library's `wcwidth` needs a locale, and Swift
// does not import it.

enum DisplayWidth {
    private static let wide: [ClosedRange<UInt32>] = WideCharacterTable.ranges
        .split(whereSeparator: \.isWhitespace).map { range in
            let ends = range.split(separator: "-").compactMap { UInt32($0, radix: 16) }
            return ends[0]...ends[ends.count - 1]
        }

    static func of(_ text: String) -> Int {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
        return text.reduce(0) { $0 + of($1) }
    }

    static func of(_ character: Character) -> Int {
        // Variation selector 16 asks for the emoji, which is wide, where the plain sign is not.
        if character.unicodeScalars.contains("\u{FE0F}") { return 2 }
        // Two letters of a region are a flag, where one alone is a letter.
        if character.unicodeScalars.count == 2, character.unicodeScalars.allSatisfy(isRegional) { return 2 }
        return character.unicodeScalars.reduce(0) { max($0, of($1)) }
    }

    /// The text if it fits, else as much of its beginning as does with an ellipsis behind it.
    static func shortened(_ text: String, to width: Int) -> String {
        guard of(text) > width else { return text }
        var (shortened, room) = ("", width - 1)
        for character in text {
            room -= of(character)
            if room < 0 { break }
            shortened.append(character)
        }
        return shortened + "…"
    }

    private static func of(_ scalar: Unicode.Scalar) -> Int {
        if scalar.isASCII { return 1 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: return isWide(scalar.value) ? 2 : 1
        }
    }

    private static func isRegional(_ scalar: Unicode.Scalar) -> Bool {
        (0x1F1E6...0x1F1FF).contains(scalar.value)
    }

    private static func isWide(_ code: UInt32) -> Bool {
        var (lower, upper) = (0, wide.count)
        while lower < upper {
            let middle = (lower + upper) / 2
            if wide[middle].contains(code) { return true }
            if code < wide[middle].lowerBound { upper = middle } else { lower = middle + 1 }
        }
        return false
    }
}
