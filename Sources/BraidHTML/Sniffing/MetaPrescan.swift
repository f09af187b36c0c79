// HTML › MetaPrescan: the HTML standard's "prescan a byte stream to determine its encoding".
//
// Not a tokenizer: it runs before the encoding is known, looks at tags with the crudest of rules
// and does not know scripts. Doing better here than the standard means reading pages otherwise
// than browsers do, so it is followed to the letter, including that the two dashes that open a
// comment may also close it.

enum MetaPrescan {
    /// The encoding that a `<meta>` element in these bytes declares, or nil.
    static func encoding(in bytes: Span<UInt8>) -> CharacterEncoding? {
        var position = 0
        if let encoding = utf16Declaration(bytes) { return encoding }
        while let start = bytes.firstIndex(of: UInt8(ascii: "<"), from: position) {
            position = start
            if bytes.hasPrefix("<!--", at: position) {
                guard let end = endOfComment(bytes, from: position) else { return nil }
                position = end
            } else if isMetaTag(bytes, at: position) {
                position += 5
                if let encoding = encodingOfMeta(bytes, &position) { return encoding }
            } else if isTag(bytes, at: position) {
                guard skipTag(bytes, &position) else { return nil }
            } else if let next = bytes.byte(at: position + 1), next.opensNoTag {
                guard let end = bytes.firstIndex(of: UInt8(ascii: ">"), from: position) else { return nil }
                position = end
            }
            position += 1
        }
        return nil
    }

    /// An XML declaration in UTF-16 without a byte order mark shows itself by its zeros.
    private static func utf16Declaration(_ bytes: Span<UInt8>) -> CharacterEncoding? {
        if bytes.hasPrefix("<\0?\0x\0", at: 0) { return .utf16LE }
        if bytes.hasPrefix("\0<\0?\0x", at: 0) { return .utf16BE }
        return nil
    }

    /// The position of the `>` that two dashes precede, searched from the comment's `<` on.
    private static func endOfComment(_ bytes: Span<UInt8>, from start: Int) -> Int? {
        var position = start + 4
        while let end = bytes.firstIndex(of: UInt8(ascii: ">"), from: position) {
            if bytes[end - 1] == UInt8(ascii: "-"), bytes[end - 2] == UInt8(ascii: "-") { return end }
            position = end + 1
        }
        return nil
    }

    private static func isMetaTag(_ bytes: Span<UInt8>, at position: Int) -> Bool {
        guard bytes.hasPrefix("<meta", at: position, ignoringCase: true),
            let next = bytes.byte(at: position + 5)
        else { return false }
        return next.isASCIIWhitespace || next == UInt8(ascii: "/")
    }

    private static func isTag(_ bytes: Span<UInt8>, at position: Int) -> Bool {
        guard let first = bytes.byte(at: position + 1) else { return false }
        if first.isASCIILetter { return true }
        return first == UInt8(ascii: "/") && bytes.byte(at: position + 2)?.isASCIILetter == true
    }

    /// Moves past a tag's name and attributes; false when the bytes end before the tag does.
    private static func skipTag(_ bytes: Span<UInt8>, _ position: inout Int) -> Bool {
        while let byte = bytes.byte(at: position), !byte.isASCIIWhitespace, byte != UInt8(ascii: ">") {
            position += 1
        }
        var attributes = PrescanAttributes(position: position)
        while attributes.next(in: bytes) != nil {}
        position = attributes.position
        return position < bytes.count
    }

    /// Reads the attributes of a `<meta>` and decides whether together they declare an encoding.
    private static func encodingOfMeta(_ bytes: Span<UInt8>, _ position: inout Int) -> CharacterEncoding? {
        var attributes = PrescanAttributes(position: position)
        // Of an attribute that is given twice the first counts. Whether others are given twice does not matter.
        var (hasEquivalent, hasContent) = (false, false)
        var hasPragma = false
        var needsPragma: Bool?
        var charset: CharacterEncoding?
        var hasCharsetAttribute = false
        while let (name, value) = attributes.next(in: bytes) {
            if !hasEquivalent, bytes.isEqualIgnoringCase(name, "http-equiv") {
                hasEquivalent = true
                hasPragma = bytes.isEqualIgnoringCase(value, "content-type")
            } else if !hasContent, bytes.isEqualIgnoringCase(name, "content") {
                hasContent = true
                guard charset == nil, !hasCharsetAttribute else { continue }
                guard let found = encodingInContent(bytes.copy(value)) else { continue }
                charset = found
                needsPragma = true
            } else if !hasCharsetAttribute, bytes.isEqualIgnoringCase(name, "charset") {
                charset = CharacterEncoding(labelBytes: bytes.extracting(value))
                needsPragma = false
                hasCharsetAttribute = true
            }
        }
        position = attributes.position
        guard position < bytes.count, let needsPragma, !needsPragma || hasPragma else { return nil }
        return charset?.asDeclaredInPage
    }

    /// The standard's "extracting a character encoding from a meta element".
    static func encodingInContent(_ content: [UInt8]) -> CharacterEncoding? {
        let bytes = content.span
        var position = 0
        while position < bytes.count {
            guard bytes.hasPrefix("charset", at: position, ignoringCase: true) else {
                position += 1
                continue
            }
            position = bytes.skipWhitespace(from: position + 7)
            guard bytes.byte(at: position) == UInt8(ascii: "=") else { continue }
            position = bytes.skipWhitespace(from: position + 1)
            return label(in: content[position...]).flatMap(CharacterEncoding.init(label:))
        }
        return nil
    }

    private static func label(in value: ArraySlice<UInt8>) -> String? {
        guard let first = value.first else { return nil }
        if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
            let rest = value.dropFirst()
            guard let end = rest.firstIndex(of: first) else { return nil }
            return String(decoding: rest[..<end], as: UTF8.self)
        }
        let label = value.prefix { !$0.isASCIIWhitespace && $0 != UInt8(ascii: ";") }
        return String(decoding: label, as: UTF8.self)
    }
}

extension UInt8 {
    /// Whether a `<` before it opens a comment, an end tag or a processing instruction, that has no attributes.
    fileprivate var opensNoTag: Bool {
        self == UInt8(ascii: "!") || self == UInt8(ascii: "/") || self == UInt8(ascii: "?")
    }
}

extension Span<UInt8> {
    fileprivate func copy(_ range: Range<Int>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(range.count)
        for index in range { bytes.append(self[index]) }
        return bytes
    }
}
