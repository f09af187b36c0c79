// HTML › ScriptState: where inside a script the tokenizer is.
//
// Pages of 1996 wrapped scripts in `<!-- -->` against browsers that did not know them, and some of
// those scripts write `<script>` themselves. Hence the escaped state, in which the end tag still
// counts, and the doubly escaped state, in which `</script>` only leads back to the escaped one.

enum ScriptState {
    case data
    case lessThan, escapeStart, escapeStartDash
    case escaped, escapedDash, escapedDashDash, escapedLessThan
    /// Inside the name of a tag; so many letters of "script" have matched, or -1 when one did not.
    case doubleEscapeStart(matched: Int8)
    case doubleEscaped, doubleEscapedDash, doubleEscapedDashDash, doubleEscapedLessThan
    case doubleEscapeEnd(matched: Int8)

    enum Verdict {
        case next(ScriptState)
        /// The byte is to be read again in this state.
        case again(ScriptState)
        /// `</` has been read where an end tag counts; if none follows, this state goes on.
        case endTagMayFollow(ScriptState)
    }

    func after(_ byte: UInt8) -> Verdict {
        switch self {
        case .data: return .next(byte == UInt8(ascii: "<") ? .lessThan : .data)
        case .lessThan:
            if byte == UInt8(ascii: "/") { return .endTagMayFollow(.data) }
            return byte == UInt8(ascii: "!") ? .next(.escapeStart) : .again(.data)
        case .escapeStart: return byte == UInt8(ascii: "-") ? .next(.escapeStartDash) : .again(.data)
        case .escapeStartDash: return byte == UInt8(ascii: "-") ? .next(.escapedDashDash) : .again(.data)
        case .escaped, .escapedDash, .escapedDashDash, .escapedLessThan: return afterEscaped(byte)
        case .doubleEscapeStart(let matched):
            return inEscapedTag(matched, byte, ifScript: .doubleEscaped, else: .escaped)
        case .doubleEscapeEnd(let matched):
            return inEscapedTag(matched, byte, ifScript: .escaped, else: .doubleEscaped)
        case .doubleEscaped, .doubleEscapedDash, .doubleEscapedDashDash, .doubleEscapedLessThan:
            return afterDoubleEscaped(byte)
        }
    }

    private func afterEscaped(_ byte: UInt8) -> Verdict {
        if case .escapedLessThan = self {
            if byte == UInt8(ascii: "/") { return .endTagMayFollow(.escaped) }
            return .again(byte.isASCIILetter ? .doubleEscapeStart(matched: 0) : .escaped)
        }
        switch (self, byte) {
        case (_, UInt8(ascii: "<")): return .next(.escapedLessThan)
        case (.escapedDashDash, UInt8(ascii: ">")): return .next(.data)
        case (.escaped, UInt8(ascii: "-")): return .next(.escapedDash)
        case (_, UInt8(ascii: "-")): return .next(.escapedDashDash)
        default: return .next(.escaped)
        }
    }

    private func afterDoubleEscaped(_ byte: UInt8) -> Verdict {
        if case .doubleEscapedLessThan = self {
            return byte == UInt8(ascii: "/") ? .next(.doubleEscapeEnd(matched: 0)) : .again(.doubleEscaped)
        }
        switch (self, byte) {
        case (_, UInt8(ascii: "<")): return .next(.doubleEscapedLessThan)
        case (.doubleEscapedDashDash, UInt8(ascii: ">")): return .next(.data)
        case (.doubleEscaped, UInt8(ascii: "-")): return .next(.doubleEscapedDash)
        case (_, UInt8(ascii: "-")): return .next(.doubleEscapedDashDash)
        default: return .next(.doubleEscaped)
        }
    }

    /// Reads the name of a tag inside an escaped script; only that of a script changes anything.
    private func inEscapedTag(
        _ matched: Int8, _ byte: UInt8, ifScript: ScriptState, else otherwise: ScriptState
    ) -> Verdict {
        let isEnd = if case .doubleEscapeEnd = self { true } else { false }
        if byte.endsTagName {
            return .next(matched == 6 ? ifScript : otherwise)
        }
        // Where the name breaks off, the state around it goes on and reads this byte itself.
        guard byte.isASCIILetter else { return .again(isEnd ? .doubleEscaped : .escaped) }
        let longer = Self.matchedLetters(after: matched, byte.asciiLowercased)
        return .next(isEnd ? .doubleEscapeEnd(matched: longer) : .doubleEscapeStart(matched: longer))
    }

    private static func matchedLetters(after matched: Int8, _ letter: UInt8) -> Int8 {
        let expected: Unicode.Scalar? =
            switch matched {
            case 0: "s"
            case 1: "c"
            case 2: "r"
            case 3: "i"
            case 4: "p"
            case 5: "t"
            default: nil
            }
        return expected.map { UInt8(ascii: $0) == letter } == true ? matched + 1 : -1
    }
}
