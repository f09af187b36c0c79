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
        text.utf8.split(whereSeparator: \.isASCIIWhitespace)
            .map { String(Substring($0)) }
            .joined(separator: " ")
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
