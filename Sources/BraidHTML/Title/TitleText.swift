// HTML › TitleText: from a title's source to what `document.title` says.

enum TitleText {
    /// The text of a title element whose decoded source this is: what the tokenizer makes of it.
    ///
    /// Line ends become line feeds, U+0000 becomes U+FFFD, character references are resolved.
    static func text(ofSource source: String) -> String {
        CharacterReferences.decode(withoutNullsAndReturns(source))
    }

    /// Strips and collapses ASCII white space, as `document.title` does in browsers.
    static func collapsed(_ text: String) -> String {
        // Most titles stand as they are meant to be seen, and to take one apart costs more than to look.
        if isCollapsed(text.utf8.span) { return text }
        var words: [UInt8] = []
        words.reserveCapacity(text.utf8.count)
        var isAfterSpace = false
        for byte in text.utf8 {
            if byte.isASCIIWhitespace {
                isAfterSpace = true
            } else {
                if isAfterSpace, !words.isEmpty { words.append(UInt8(ascii: " ")) }
                words.append(byte)
                isAfterSpace = false
            }
        }
        return String(decoding: words, as: UTF8.self)
    }

    /// Whether the only white space is single spaces between words.
    private static func isCollapsed(_ bytes: Span<UInt8>) -> Bool {
        // As if a space stood before the text: another at its start would be one too many.
        var isAfterSpace = true
        for index in bytes.indices {
            let isSpace = bytes[index] == UInt8(ascii: " ")
            if isSpace ? isAfterSpace : bytes[index].isASCIIWhitespace { return false }
            isAfterSpace = isSpace
        }
        return bytes.isEmpty || !isAfterSpace
    }

    /// Line ends become line feeds before the tokenizer sees them, and it replaces U+0000.
    private static func withoutNullsAndReturns(_ source: String) -> String {
        guard source.utf8.contains(where: { $0 == 0x0D || $0 == 0 }) else { return source }
        var result = String.UnicodeScalarView()
        var previous: Unicode.Scalar = "\0"
        for scalar in source.unicodeScalars {
            switch scalar {
            case "\0": result.append("\u{FFFD}")
            case "\r": result.append("\n")
            case "\n" where previous == "\r": break
            default: result.append(scalar)
            }
            previous = scalar
        }
        return String(result)
    }
}
