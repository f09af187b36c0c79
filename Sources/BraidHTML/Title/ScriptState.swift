// HTML › ScriptState: where inside a script the tokenizer is.
//
// Pages of 1996 wrapped scripts in `<!-- -->` against browsers that did not know them, and some of
// those scripts write `<script>` themselves. Hence the escaped state, in which the end tag still
// counts, and the doubly escaped state, in which `</script>` only leads back to the escaped one.

enum ScriptState {
    case data
    case lessThan, escapeStart, escapeStartDash
    case escaped, escapedDash, escapedDashDash, escapedLessThan
    case doubleEscapeStart(TagName)
    case doubleEscaped, doubleEscapedDash, doubleEscapedDashDash, doubleEscapedLessThan
    case doubleEscapeEnd(TagName)

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
        case .doubleEscapeStart(let name):
            return inEscapedTag(name, byte, ifScript: .doubleEscaped, else: .escaped)
        case .doubleEscapeEnd(let name):
            return inEscapedTag(name, byte, ifScript: .escaped, else: .doubleEscaped)
        case .doubleEscaped, .doubleEscapedDash, .doubleEscapedDashDash, .doubleEscapedLessThan:
            return afterDoubleEscaped(byte)
        }
    }

    private func afterEscaped(_ byte: UInt8) -> Verdict {
        if case .escapedLessThan = self {
            if byte == UInt8(ascii: "/") { return .endTagMayFollow(.escaped) }
            return .again(byte.isASCIILetter ? .doubleEscapeStart(TagName()) : .escaped)
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
            return byte == UInt8(ascii: "/") ? .next(.doubleEscapeEnd(TagName())) : .again(.doubleEscaped)
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
        _ name: TagName, _ byte: UInt8, ifScript: ScriptState, else otherwise: ScriptState
    ) -> Verdict {
        if byte.isASCIIWhitespace || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ">") {
            return .next(name == Self.scriptName ? ifScript : otherwise)
        }
        guard byte.isASCIILetter else {
            // The escaped state goes on where the name broke off, and reads this byte itself.
            if case .doubleEscapeEnd = self { return .again(.doubleEscaped) }
            return .again(.escaped)
        }
        var longer = name
        longer.append(byte)
        if case .doubleEscapeEnd = self { return .next(.doubleEscapeEnd(longer)) }
        return .next(.doubleEscapeStart(longer))
    }

    private static let scriptName = TagName("script")
}
