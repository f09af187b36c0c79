// HTML › TitleScanner, tags: from the first letter of a name to the `>` that really ends the tag.
//
// A tag goes through these states in a loop of its own, the hottest of the scanner. What is done
// with attributes is in TitleScanner+Attributes.

enum TagState {
    case name
    case beforeAttributeName, attributeName, afterAttributeName
    case beforeAttributeValue, doubleQuotedValue, singleQuotedValue, unquotedValue, afterQuotedValue
    case selfClosing
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
            case .name: consumeName(bytes, &position)
            case .attributeName: consumeAttributeName(bytes, &position)
            case .unquotedValue: consumeUnquotedValue(bytes, &position)
            case .doubleQuotedValue: consumeQuotedValue(0x22, bytes, &position)
            case .singleQuotedValue: consumeQuotedValue(0x27, bytes, &position)
            default: break
            }
            guard position < bytes.count else { break }
            let byte = bytes[position]
            position += 1
            guard let next = transition(from: current, on: byte) else { return finishTag() }
            current = next
        }
        state = .tag(current)
    }

    /// The state after a byte, or nil when that byte has ended the tag.
    ///
    /// In the middle of a name or a value, only the bytes that end it arrive here.
    @inline(__always)
    private mutating func transition(from current: TagState, on byte: UInt8) -> TagState? {
        switch current {
        case .name:
            tag.traits = ElementTraits.of(tag.name)
            return beginAttributeOrEndTag(byte)
        case .beforeAttributeName: return beginAttributeOrEndTag(byte)
        case .attributeName:
            if byte == UInt8(ascii: "=") { return .beforeAttributeValue }
            if byte.isASCIIWhitespace { return .afterAttributeName }
            return endAttribute(thenOn: byte)
        case .afterAttributeName:
            if byte.isASCIIWhitespace { return .afterAttributeName }
            if byte == UInt8(ascii: "=") { return .beforeAttributeValue }
            endAttribute()
            return beginAttributeOrEndTag(byte)
        case .beforeAttributeValue:
            if byte.isASCIIWhitespace { return .beforeAttributeValue }
            if byte == 0x22 { return .doubleQuotedValue }
            if byte == 0x27 { return .singleQuotedValue }
            if byte == UInt8(ascii: ">") { return endAttribute(thenOn: byte) }
            if hasInterestingAttributes { attribute.value.append(byte) }
            return .unquotedValue
        case .unquotedValue: return endAttribute(thenOn: byte)
        case .doubleQuotedValue, .singleQuotedValue:
            endAttribute()
            return .afterQuotedValue
        case .afterQuotedValue: return beginAttributeOrEndTag(byte)
        case .selfClosing:
            guard byte == UInt8(ascii: ">") else { return beginAttributeOrEndTag(byte) }
            tag.isSelfClosing = true
            return nil
        }
    }

    private mutating func consumeName(_ bytes: Span<UInt8>, _ position: inout Int) {
        var name = tag.name
        while position < bytes.count, !bytes[position].endsTagName {
            name.append(bytes[position])
            position += 1
        }
        tag.name = name
    }

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
