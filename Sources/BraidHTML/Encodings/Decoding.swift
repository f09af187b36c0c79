// HTML › Decoding: bytes in, text out, never an error.
//
// What cannot be decoded becomes U+FFFD, as many of them as the standard says: a wrong count is
// visible on the page, and a byte swallowed too many can hide a tag.

extension CharacterEncoding {
    /// Decodes bytes as the standard's "decode without BOM handling" does; malformed ones become U+FFFD.
    ///
    /// A byte order mark, if present, is decoded like any other character.
    public func decode(_ bytes: [UInt8]) -> String { decode(bytes.span) }

    /// Decodes bytes in place, wherever they are stored; malformed ones become U+FFFD.
    ///
    /// An array slice or a buffer offers its bytes as `.span`, so nothing is copied to get here.
    public func decode(_ bytes: Span<UInt8>) -> String {
        if self == .utf8 { return decodeUTF8(bytes) }
        var text = DecodedText(capacity: bytes.count)
        switch self {
        case .utf8: break
        case .gbk, .gb18030: GB18030Decoder.decode(bytes, into: &text)
        case .big5: Big5Decoder.decode(bytes, into: &text)
        case .eucJP: EUCJPDecoder.decode(bytes, into: &text)
        case .iso2022JP: ISO2022JPDecoder.decode(bytes, into: &text)
        case .shiftJIS: ShiftJISDecoder.decode(bytes, into: &text)
        case .eucKR: EUCKRDecoder.decode(bytes, into: &text)
        case .utf16BE: UTF16Decoder.decode(bytes, bigEndian: true, into: &text)
        case .utf16LE: UTF16Decoder.decode(bytes, bigEndian: false, into: &text)
        case .replacement: if !bytes.isEmpty { text.appendMalformed() }
        case .userDefined: SingleByteDecoder.decodeUserDefined(bytes, into: &text)
        default: SingleByteDecoder.decode(bytes, as: self, into: &text)
        }
        return text.string
    }

    /// Swift's own decoder repairs by the same rule as the standard: one U+FFFD for each maximal subpart.
    private func decodeUTF8(_ bytes: Span<UInt8>) -> String {
        // Safety: the buffer is only read while the closure runs, and the span keeps it alive so long.
        unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }
}

/// Text under construction, kept as UTF-8, which is what a String holds in the end.
struct DecodedText {
    private var utf8: [UInt8] = []

    init(capacity: Int) { utf8.reserveCapacity(capacity + capacity / 2) }

    var string: String { String(decoding: utf8, as: UTF8.self) }

    @inline(__always)
    mutating func append(ascii byte: UInt8) { utf8.append(byte) }

    mutating func appendMalformed() { append(0xFFFD) }

    /// Appends a code point, which must be a Unicode scalar value; all the charts hold only such.
    mutating func append(_ codePoint: UInt32) {
        let low = UInt8(truncatingIfNeeded: codePoint & 0x3F) | 0x80
        if codePoint < 0x80 {
            utf8.append(UInt8(truncatingIfNeeded: codePoint))
        } else if codePoint < 0x800 {
            utf8.append(UInt8(truncatingIfNeeded: codePoint >> 6) | 0xC0)
            utf8.append(low)
        } else if codePoint < 0x10000 {
            utf8.append(UInt8(truncatingIfNeeded: codePoint >> 12) | 0xE0)
            utf8.append(UInt8(truncatingIfNeeded: codePoint >> 6 & 0x3F) | 0x80)
            utf8.append(low)
        } else {
            utf8.append(UInt8(truncatingIfNeeded: codePoint >> 18) | 0xF0)
            utf8.append(UInt8(truncatingIfNeeded: codePoint >> 12 & 0x3F) | 0x80)
            utf8.append(UInt8(truncatingIfNeeded: codePoint >> 6 & 0x3F) | 0x80)
            utf8.append(low)
        }
    }
}
