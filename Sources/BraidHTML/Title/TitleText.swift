// HTML › TitleText: from a title's source to what `document.title` says.

enum TitleText {
    /// The text of a title element whose decoded source this is, both in UTF-8: what the tokenizer makes of it.
    ///
    /// Line ends become line feeds, U+0000 becomes U+FFFD, character references are resolved.
    static func text(ofSource source: [UInt8]) -> [UInt8] {
        CharacterReferences.decodeText(withoutNullsAndReturns(source))
    }

    /// Strips and collapses ASCII white space, as `document.title` does in browsers.
    static func collapsed(_ text: String) -> String {
        // Most titles stand as they are meant to be seen, and to take one apart costs more than to look.
        isCollapsed(text.utf8.span) ? text : collapsed(text.utf8.span)
    }

    /// The same of a text in UTF-8.
    static func collapsed(_ bytes: Span<UInt8>) -> String {
        // Safety: as many bytes are written as are counted, none beyond the text's own number of bytes.
        return unsafe String(unsafeUninitializedCapacity: bytes.count) { words in
            var count = 0
            var isAfterSpace = false
            for index in bytes.indices {
                let byte = bytes[index]
                if byte.isASCIIWhitespace {
                    isAfterSpace = count > 0
                    continue
                }
                if isAfterSpace {
                    unsafe words[count] = UInt8(ascii: " ")
                    count += 1
                    isAfterSpace = false
                }
                unsafe words[count] = byte
                count += 1
            }
            return count
        }
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
    private static func withoutNullsAndReturns(_ source: [UInt8]) -> [UInt8] {
        guard source.span.contains(0x0D) || source.span.contains(0) else { return source }
        var result: [UInt8] = []
        var previous: UInt8 = 0
        for byte in source {
            switch byte {
            case 0: result += "\u{FFFD}".utf8
            case 0x0D: result.append(0x0A)
            case 0x0A where previous == 0x0D: break
            default: result.append(byte)
            }
            previous = byte
        }
        return result
    }
}
