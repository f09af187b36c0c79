// HTML › TitleScanner, tags: names, and attributes in all their ways of quoting.
//
// Attributes are skipped rather than read, but they must be skipped right: a `>` inside quotes is
// no end of the tag. Only two elements have attributes on which a title can depend.

enum TagState {
    case name
    case beforeAttributeName, attributeName, afterAttributeName
    case beforeAttributeValue, doubleQuotedValue, singleQuotedValue, unquotedValue, afterQuotedValue
    case selfClosing
}

/// The attribute that is being read, of an element whose attributes matter.
struct Attribute {
    var name = TagName()
    var value: [UInt8] = []
}

extension TitleScanner {
    mutating func beginTag(isEnd: Bool) {
        tag = Tag()
        tag.isEnd = isEnd
        state = .tag(.name)
    }

    mutating func consumeTag(_ bytes: Span<UInt8>, _ position: inout Int) {
        guard case .tag(var current) = state else { return }
        while position < bytes.count {
            switch current {
            case .name:
                consumeName(bytes, &position)
            case .doubleQuotedValue, .singleQuotedValue:
                consumeQuotedValue(current == .doubleQuotedValue ? 0x22 : 0x27, bytes, &position)
            default: break
            }
            guard position < bytes.count else { break }
            let byte = bytes[position]
            position += 1
            guard let next = transition(from: current, on: byte, &position) else { return finishTag() }
            current = next
        }
        state = .tag(current)
    }

    /// The state after a byte, or nil when that byte has ended the tag.
    private mutating func transition(from current: TagState, on byte: UInt8, _ position: inout Int)
        -> TagState?
    {
        switch current {
        case .name:
            // Only the bytes that end a name arrive here.
            tag.traits = ElementTraits.of(tag.name)
            return afterValueOrName(byte)
        case .beforeAttributeName: return afterBeforeAttributeName(byte)
        case .attributeName:
            if byte == UInt8(ascii: "=") { return .beforeAttributeValue }
            if byte.isASCIIWhitespace { return .afterAttributeName }
            if byte == UInt8(ascii: "/") || byte == UInt8(ascii: ">") { return endAttribute(thenOn: byte) }
            if hasInterestingAttributes { attribute.name.append(byte) }
            return .attributeName
        case .afterAttributeName:
            if byte.isASCIIWhitespace { return .afterAttributeName }
            if byte == UInt8(ascii: "=") { return .beforeAttributeValue }
            endAttribute()
            return afterBeforeAttributeName(byte, isAfterName: true)
        case .beforeAttributeValue:
            if byte.isASCIIWhitespace { return .beforeAttributeValue }
            if byte == 0x22 { return .doubleQuotedValue }
            if byte == 0x27 { return .singleQuotedValue }
            if byte == UInt8(ascii: ">") { return endAttribute(thenOn: byte) }
            if hasInterestingAttributes { attribute.value.append(byte) }
            return .unquotedValue
        case .unquotedValue:
            if byte.isASCIIWhitespace || byte == UInt8(ascii: ">") { return endAttribute(thenOn: byte) }
            if hasInterestingAttributes { attribute.value.append(byte) }
            return .unquotedValue
        case .doubleQuotedValue, .singleQuotedValue:
            endAttribute()
            return .afterQuotedValue
        case .afterQuotedValue: return afterValueOrName(byte)
        case .selfClosing:
            guard byte == UInt8(ascii: ">") else { return afterBeforeAttributeName(byte) }
            tag.isSelfClosing = true
            return nil
        }
    }

    private mutating func afterBeforeAttributeName(_ byte: UInt8, isAfterName: Bool = false) -> TagState? {
        if byte.isASCIIWhitespace { return .beforeAttributeName }
        if byte == UInt8(ascii: "/") { return .selfClosing }
        if byte == UInt8(ascii: ">") { return nil }
        // Here even a `=` begins a name.
        attribute = Attribute()
        if hasInterestingAttributes { attribute.name.append(byte) }
        return .attributeName
    }

    private mutating func afterValueOrName(_ byte: UInt8) -> TagState? { afterBeforeAttributeName(byte) }

    private mutating func consumeName(_ bytes: Span<UInt8>, _ position: inout Int) {
        while position < bytes.count {
            let byte = bytes[position]
            if byte.isASCIIWhitespace || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ">") { return }
            tag.name.append(byte)
            position += 1
        }
    }

    private mutating func consumeQuotedValue(_ quote: UInt8, _ bytes: Span<UInt8>, _ position: inout Int) {
        let end = bytes.firstIndex(of: quote, from: position) ?? bytes.count
        if hasInterestingAttributes {
            for index in position..<end { attribute.value.append(bytes[index]) }
        }
        position = end
    }

    private var hasInterestingAttributes: Bool {
        !tag.isEnd && !tag.traits.isDisjoint(with: [.font, .annotation])
    }

    private mutating func endAttribute() {
        guard hasInterestingAttributes else { return }
        if tag.traits.contains(.font) {
            tag.hasFontAttribute = tag.hasFontAttribute || Self.fontAttributes.contains(attribute.name)
        } else if attribute.name == Self.encodingAttribute, tag.encoding == nil {
            tag.encoding = attribute.value
        }
    }

    private mutating func endAttribute(thenOn byte: UInt8) -> TagState? {
        endAttribute()
        return afterBeforeAttributeName(byte)
    }

    private static let fontAttributes: Set<TagName> = [TagName("color"), TagName("face"), TagName("size")]
    private static let encodingAttribute = TagName("encoding")

    /// Hands the tag over and lets what it opens decide how to read on.
    private mutating func finishTag() {
        state = .text
        if tag.isEnd {
            if !rawText.isEnding { elements.close(tag) }
            rawText.isEnding = false
            return
        }
        switch elements.open(tag) {
        case .markup: break
        case .title(let counts): beginRawText(tag.name, isTitleThatCounts: counts)
        case .rawText: beginRawText(tag.name, isTitleThatCounts: false)
        case .script: state = .script(.data)
        case .plaintext: state = .plaintext
        }
    }
}
