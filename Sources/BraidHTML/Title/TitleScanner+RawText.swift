// HTML › TitleScanner, raw text: elements whose content is text up to their own end tag.
//
// A title is one of them. Only the end tag of the same name ends it, followed by white space, `/`
// or `>`; `</titles>` and `</b>` are text. A script is read by its own rules in ScriptState, and
// comes here for what may be its end tag.

enum RawTextState {
    case body, lessThan, endTagOpen, endTagName
}

/// The element whose text is being read.
struct RawTextElement {
    var name = TagName()
    var isTitleThatCounts = false
    /// The name of what may be the end tag, as far as it has been read.
    var endTagName = TagName()
    /// The bytes of a title that counts, with a possible end tag as far as it has been read.
    var source: [UInt8] = []
    /// Set from the name of the end tag on, which the stack of open elements need not see.
    var isEnding = false
    /// The state of the script that goes on if this is no end tag after all.
    var interruptedScript: ScriptState?
}

extension TitleScanner {
    mutating func beginRawText(_ name: TagName, isTitleThatCounts: Bool) {
        rawText = RawTextElement(name: name, isTitleThatCounts: isTitleThatCounts)
        state = .rawText(.body)
    }

    /// Returns the source of the title when this completes one.
    mutating func consumeRawText(_ bytes: Span<UInt8>, _ position: inout Int) -> TitleSource? {
        while position < bytes.count, case .rawText(let current) = state {
            if case .body = current {
                if let source = skipRawText(bytes, &position) { return source }
                continue
            }
            let byte = bytes[position]
            switch current {
            case .lessThan where byte == UInt8(ascii: "/"): advanceRawText(to: .endTagOpen, byte, &position)
            case .endTagOpen where byte.isASCIILetter:
                rawText.endTagName = TagName()
                rawText.endTagName.append(byte)
                advanceRawText(to: .endTagName, byte, &position)
            case .endTagName where byte.isASCIILetter:
                rawText.endTagName.append(byte)
                advanceRawText(to: .endTagName, byte, &position)
            case .endTagName
            where rawText.endTagName == rawText.name && (byte.endsTagName):
                if rawText.isTitleThatCounts {
                    rawText.source.removeLast("</title".utf8.count)
                    return TitleSource(bytes: rawText.source, isClosed: true)
                }
                beginEndOfRawText()
            default:
                // No end tag after all: what has been read is text.
                state = rawText.interruptedScript.map(State.script) ?? .rawText(.body)
            }
        }
        return nil
    }

    private mutating func advanceRawText(to next: RawTextState, _ byte: UInt8, _ position: inout Int) {
        if rawText.isTitleThatCounts { rawText.source.append(byte) }
        position += 1
        state = .rawText(next)
    }

    /// The byte after the end tag's name is read as one that ends a name.
    private mutating func beginEndOfRawText() {
        rawText.isEnding = true
        tag = Tag()
        tag.isEnd = true
        state = .tag(.name)
    }

    /// Moves to what may be the end tag, and past its name if that is at hand as a whole and the right one. Returns the source
    /// of the title that it ends.
    private mutating func skipRawText(_ bytes: Span<UInt8>, _ position: inout Int) -> TitleSource? {
        let end = bytes.firstIndex(of: UInt8(ascii: "<"), from: position) ?? bytes.count
        if rawText.isTitleThatCounts {
            // Safety: the pointer is used only within the closure, while the span's owner keeps it alive.
            unsafe bytes.extracting(position..<end).withUnsafeBufferPointer { text in
                unsafe rawText.source.append(contentsOf: text)
            }
        }
        position = end
        guard position < bytes.count else { return nil }
        guard let endOfName = endOfEndTagName(bytes, at: position) else {
            advanceRawText(to: .lessThan, UInt8(ascii: "<"), &position)
            return nil
        }
        position = endOfName
        if rawText.isTitleThatCounts { return TitleSource(bytes: rawText.source, isClosed: true) }
        beginEndOfRawText()
        return nil
    }

    /// Where the name of the end tag of this element ends, if such a tag stands here and a byte follows that ends its name.
    private func endOfEndTagName(_ bytes: Span<UInt8>, at start: Int) -> Int? {
        guard bytes.byte(at: start + 1) == UInt8(ascii: "/") else { return nil }
        var name = TagName()
        var position = start + 2
        while let byte = bytes.byte(at: position), byte.isASCIILetter {
            name.append(byte)
            position += 1
        }
        guard name == rawText.name, bytes.byte(at: position)?.endsTagName == true else { return nil }
        return position
    }

    mutating func consumeScript(_ bytes: Span<UInt8>, _ position: inout Int) {
        guard case .script(var script) = state else { return }
        while position < bytes.count {
            if case .data = script {
                position = bytes.firstIndex(of: UInt8(ascii: "<"), from: position) ?? bytes.count
                if position == bytes.count { break }
            }
            switch script.after(bytes[position]) {
            case .next(let next):
                script = next
                position += 1
            case .again(let next): script = next
            case .endTagMayFollow(let interrupted):
                position += 1
                rawText = RawTextElement(name: TagName("script"), interruptedScript: interrupted)
                state = .rawText(.endTagOpen)
                return
            }
        }
        state = .script(script)
    }
}
