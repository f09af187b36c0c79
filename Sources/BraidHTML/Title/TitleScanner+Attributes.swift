// HTML › TitleScanner, attributes: names, and values in all their ways of quoting.
//
// Attributes are skipped rather than read, but they must be skipped right: a `>` inside quotes is
// no end of the tag. Only two elements have attributes on which a title can depend, `<font>` and
// `<annotation-xml>`, and only theirs are kept.

/// The attribute that is being read, of an element whose attributes matter.
struct Attribute {
    var name = TagName()
    var value: [UInt8] = []
}

extension TitleScanner {
    /// What follows a name, a value or white space: the next attribute, or the end of the tag.
    @inline(__always)
    mutating func beginAttributeOrEndTag(_ byte: UInt8) -> TagState? {
        if byte.isASCIIWhitespace { return .beforeAttributeName }
        if byte == UInt8(ascii: "/") { return .selfClosing }
        if byte == UInt8(ascii: ">") { return nil }
        // Here even a `=` begins a name.
        if hasInterestingAttributes {
            attribute = Attribute()
            attribute.name.append(byte)
        }
        return .attributeName
    }

    mutating func consumeAttributeName(_ bytes: Span<UInt8>, _ position: inout Int) {
        let start = position
        while position < bytes.count, !bytes[position].endsAttributeName { position += 1 }
        if hasInterestingAttributes {
            for index in start..<position { attribute.name.append(bytes[index]) }
        }
    }

    mutating func consumeUnquotedValue(_ bytes: Span<UInt8>, _ position: inout Int) {
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: ">"), !bytes[position].isASCIIWhitespace
        {
            position += 1
        }
        keepValue(bytes, start..<position)
    }

    mutating func consumeQuotedValue(_ quote: UInt8, _ bytes: Span<UInt8>, _ position: inout Int) {
        let end = bytes.firstIndex(of: quote, from: position) ?? bytes.count
        keepValue(bytes, position..<end)
        position = end
    }

    private mutating func keepValue(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        guard hasInterestingAttributes else { return }
        for index in range { attribute.value.append(bytes[index]) }
    }

    var hasInterestingAttributes: Bool {
        !tag.isEnd && !tag.traits.isDisjoint(with: [.font, .annotation])
    }

    mutating func endAttribute() {
        guard hasInterestingAttributes else { return }
        if tag.traits.contains(.font) {
            if Self.fontAttributes.contains(attribute.name) { tag.hasFontAttribute = true }
        } else if attribute.name == Self.encodingAttribute, !tag.hasEncoding {
            // Of an attribute given twice, the first counts.
            tag.hasEncoding = true
            tag.annotatesWithHTML = Self.isHTML(attribute.value)
        }
    }

    private static func isHTML(_ encoding: [UInt8]) -> Bool {
        let value = CharacterReferences.decodeAttribute(encoding).map(\.asciiLowercased)
        return value == Array("text/html".utf8) || value == Array("application/xhtml+xml".utf8)
    }

    mutating func endAttribute(thenOn byte: UInt8) -> TagState? {
        endAttribute()
        return beginAttributeOrEndTag(byte)
    }

    private static let fontAttributes = [TagName("color"), TagName("face"), TagName("size")]
    private static let encodingAttribute = TagName("encoding")
}
