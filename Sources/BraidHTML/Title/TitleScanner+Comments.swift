// HTML › TitleScanner, comments: what stands in `<! >` and holds no elements.
//
// Comments, CDATA sections, document types and whatever the standard calls a bogus comment. Their
// states are in CommentState; here they meet the bytes.

extension TitleScanner {
    mutating func consumeCDATAKeyword(_ byte: UInt8, _ matched: Int, _ position: inout Int) {
        let keyword: [UInt8] = [0x43, 0x44, 0x41, 0x54, 0x41, 0x5B]
        if byte != keyword[matched] {
            state = .bogusComment
        } else if matched + 1 == keyword.count {
            advance(to: .cdata(.body), &position)
        } else {
            advance(to: .cdataKeyword(matched: matched + 1), &position)
        }
    }

    /// Moves past the next such byte and back to text.
    mutating func skip(to end: UInt8, _ bytes: Span<UInt8>, _ position: inout Int) {
        guard let found = bytes.firstIndex(of: end, from: position) else {
            position = bytes.count
            return
        }
        position = found + 1
        state = .text
    }

    mutating func consumeComment(_ start: CommentState, _ bytes: Span<UInt8>, _ position: inout Int) {
        var comment = start
        while position < bytes.count {
            if comment == .body {
                position = bytes.firstIndex(of: UInt8(ascii: "-"), from: position) ?? bytes.count
                if position == bytes.count { break }
            }
            let next = comment.after(bytes[position])
            position += 1
            guard let next else {
                state = .text
                return
            }
            comment = next
        }
        state = .comment(comment)
    }

    mutating func consumeCDATA(_ start: CDATAState, _ bytes: Span<UInt8>, _ position: inout Int) {
        var section = start
        while position < bytes.count {
            let byte = bytes[position]
            if elements.awaitsText, !byte.isASCIIWhitespace, byte != UInt8(ascii: "]"), byte != 0 {
                elements.sawText()
            }
            position += 1
            guard let next = section.after(byte) else {
                state = .text
                return
            }
            section = next
        }
        state = .cdata(section)
    }
}
