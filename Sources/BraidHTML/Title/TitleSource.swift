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
        String(decoding: textBytes(in: encoding), as: UTF8.self)
    }

    /// The title as `document.title` gives it in a browser, with white space stripped and collapsed.
    public func title(in encoding: CharacterEncoding) -> String {
        TitleText.collapsed(textBytes(in: encoding).span)
    }

    /// The text in UTF-8.
    func textBytes(in encoding: CharacterEncoding) -> [UInt8] {
        TitleText.text(ofSource: decoded(from: encoding))
    }

    /// The source in UTF-8.
    private func decoded(from encoding: CharacterEncoding) -> [UInt8] {
        // Where all characters are whole, nothing that comes after them changes them.
        if encoding == .utf8, UTF8Validity.holds(for: bytes.span, mayBeCut: false) { return bytes }
        guard isClosed else { return Array(encoding.decode(bytes).utf8) }
        // Every encoding that can be scanned in bytes gives this character back, as the last one.
        return Array(encoding.decode(bytes + [UInt8(ascii: "<")]).utf8.dropLast())
    }
}
