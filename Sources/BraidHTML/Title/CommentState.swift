// HTML › CommentState: where inside `<!-- -->` the tokenizer is.
//
// Comments end in more ways than people think: `<!-->`, `<!--->`, `-->` and `--!>` all end one.
// The standard's states for a `<!--` inside a comment only report errors, so they are not here.

enum CommentState {
    case start, startDash, body, endDash, end, endBang

    /// The state after a byte, or nil when that byte has ended the comment.
    func after(_ byte: UInt8) -> CommentState? {
        let isDash = byte == UInt8(ascii: "-")
        let isGreater = byte == UInt8(ascii: ">")
        switch self {
        case .start:
            if isGreater { return nil }
            return isDash ? .startDash : .body
        case .startDash, .end:
            if isGreater { return nil }
            if isDash { return .end }
            return self == .end && byte == UInt8(ascii: "!") ? .endBang : .body
        case .body: return isDash ? .endDash : .body
        case .endDash: return isDash ? .end : .body
        case .endBang:
            if isGreater { return nil }
            return isDash ? .endDash : .body
        }
    }
}

/// Where inside `<![CDATA[ ]]>` the tokenizer is; it ends at `]]>`, before which more `]` may stand.
enum CDATAState {
    case body, bracket, end

    /// The state after a byte, or nil when that byte has ended the section.
    func after(_ byte: UInt8) -> CDATAState? {
        if byte == UInt8(ascii: "]") { return self == .body ? .bracket : .end }
        return self == .end && byte == UInt8(ascii: ">") ? nil : .body
    }
}
