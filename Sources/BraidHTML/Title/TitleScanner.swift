// HTML › TitleScanner: the HTML standard's tokenizer, as far as the first title.
//
// Bytes in, verdict out; no I/O, no decoding, no memory of what is past. It works on the page's
// bytes because all that the tokenizer looks for is ASCII, and only the bytes of the title itself
// need ever be decoded. Chunks may end anywhere, so a caller can stop reading from the network at
// the title.
//
// The alternatives were a real parser, such as libxml2's (14 MB/s, and its rules are those of
// HTML 4), and a search for `<title`, which finds those in comments, scripts and drawings.
//
// The states are the standard's, in groups: text here, and in TitleScanner+Comments, +Tags,
// +Attributes and +RawText what their names say. What a tag means for what follows is decided in
// OpenElements.

/// Finds the first title of an HTML page in its bytes, which may come in chunks.
///
/// The bytes must be in an encoding with ``CharacterEncoding/keepsMarkupASCII``; pages in UTF-16 or
/// ISO-2022-JP are decoded first. ``HTMLPage`` takes care of this.
public struct TitleScanner: Sendable {
    /// What is known after some bytes.
    public enum Verdict: Equatable, Sendable {
        /// No title so far.
        case needsMoreBytes
        /// The title, closed by its end tag. Nothing more need be read.
        case found(TitleSource)
        /// The page can have no title any more: the rest is plain text.
        case impossible
    }

    enum State {
        case text
        case tagOpen, endTagOpen
        case markupDeclaration, commentDash, cdataKeyword(matched: Int)
        case bogusComment
        case comment(CommentState)
        case cdata(CDATAState)
        case tag(TagState)
        case rawText(RawTextState)
        case script(ScriptState)
        case plaintext
    }

    var state = State.text
    var elements = OpenElements()
    var tag = Tag()
    var attribute = Attribute()
    var rawText = RawTextElement()

    /// Creates a scanner that has seen nothing yet.
    public init() {}

    /// Takes the next bytes of the page.
    ///
    /// After a verdict other than ``Verdict/needsMoreBytes`` the scanner must not be given more.
    public mutating func consume(_ bytes: Span<UInt8>) -> Verdict {
        var position = 0
        while position < bytes.count {
            switch state {
            case .text: consumeText(bytes, &position)
            case .tag: consumeTag(bytes, &position)
            case .rawText:
                if let source = consumeRawText(bytes, &position) { return .found(source) }
            case .script: consumeScript(bytes, &position)
            case .comment(let comment): consumeComment(comment, bytes, &position)
            case .bogusComment: skip(to: UInt8(ascii: ">"), bytes, &position)
            case .cdata(let section): consumeCDATA(section, bytes, &position)
            case .plaintext: return .impossible
            case .tagOpen, .endTagOpen, .markupDeclaration, .commentDash, .cdataKeyword:
                consumeMarkupOpening(bytes[position], &position)
            }
        }
        return .needsMoreBytes
    }

    /// The title if the page ends inside it, as the standard has it; nil when there is none.
    public func finish() -> TitleSource? {
        guard case .rawText = state, rawText.isTitleThatCounts else { return nil }
        return TitleSource(bytes: rawText.source, isClosed: false)
    }
}

extension TitleScanner {
    private mutating func consumeText(_ bytes: Span<UInt8>, _ position: inout Int) {
        if elements.awaitsText {
            // Until some text or element has ruled a frameset out, text has to be looked at.
            while position < bytes.count, bytes[position] != UInt8(ascii: "<") {
                let byte = bytes[position]
                if !byte.isASCIIWhitespace, byte != 0 { elements.sawText() }
                position += 1
            }
        } else {
            position = bytes.firstIndex(of: UInt8(ascii: "<"), from: position) ?? bytes.count
        }
        if position < bytes.count {
            position += 1
            state = .tagOpen
        }
    }

    /// Reads the bytes after a `<`, which decide what kind of markup it opens.
    private mutating func consumeMarkupOpening(_ byte: UInt8, _ position: inout Int) {
        switch state {
        case .tagOpen where byte.isASCIILetter: beginTag(isEnd: false)
        case .endTagOpen where byte.isASCIILetter: beginTag(isEnd: true)
        case .tagOpen:
            switch byte {
            case UInt8(ascii: "/"): advance(to: .endTagOpen, &position)
            case UInt8(ascii: "!"): advance(to: .markupDeclaration, &position)
            case UInt8(ascii: "?"): advance(to: .bogusComment, &position)
            default:
                // The `<` was text.
                elements.sawText()
                state = .text
            }
        case .endTagOpen:
            if byte == UInt8(ascii: ">") { advance(to: .text, &position) } else { state = .bogusComment }
        case .markupDeclaration:
            if byte == UInt8(ascii: "-") {
                advance(to: .commentDash, &position)
            } else if byte == UInt8(ascii: "["), elements.isInForeignContent {
                advance(to: .cdataKeyword(matched: 0), &position)
            } else {
                // A document type among others: whatever quotes it has, it ends at the first `>`.
                state = .bogusComment
            }
        case .commentDash:
            if byte == UInt8(ascii: "-") {
                advance(to: .comment(.start), &position)
            } else {
                state = .bogusComment
            }
        case .cdataKeyword(let matched): consumeCDATAKeyword(byte, matched, &position)
        default: break
        }
    }

    mutating func advance(to next: State, _ position: inout Int) {
        position += 1
        state = next
    }
}
