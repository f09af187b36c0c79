// HTML › TitleSource: a title as its bytes stand in the page.
//
// Decoding only these bytes gives what decoding the whole page would, but for one thing: what a
// broken character at the end becomes depends on the byte after it. That is the `<` of the end
// tag, or nothing where the page ends inside the title, so this remembers which.

/// The content of a title element, undecoded, with its character references.
public struct TitleSource: Equatable, Sendable {
    /// The bytes between the title's tags.
    public let bytes: [UInt8]

    /// Whether an end tag ended the title, and not the end of the page.
    public let isClosed: Bool

    /// The text of the title element: references are resolved, white space is untouched.
    public func text(in encoding: CharacterEncoding) -> String {
        // In UTF-8 a byte of ASCII is always a character, which nothing after it changes.
        let isWhole = encoding == .utf8 && bytes.last.map { $0 < 0x80 } != false
        guard isClosed, !isWhole else { return TitleText.text(ofSource: encoding.decode(bytes)) }
        // Every encoding that can be scanned in bytes gives this character back, as the last one.
        let decoded = encoding.decode(bytes + [UInt8(ascii: "<")])
        return TitleText.text(ofSource: String(decoded.unicodeScalars.dropLast()))
    }

    /// The title as `document.title` gives it in a browser, with white space stripped and collapsed.
    public func title(in encoding: CharacterEncoding) -> String { TitleText.collapsed(text(in: encoding)) }
}
