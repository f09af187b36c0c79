// HTML › JapaneseDecoders: Shift_JIS and EUC-JP. ISO-2022-JP, which has states, is a file of its own.

enum ShiftJISDecoder {
    static func decode(_ bytes: Span<UInt8>, into text: inout DecodedText) {
        var position = 0
        while position < bytes.count {
            let lead = bytes[position]
            position += 1
            switch lead {
            case 0...0x7F: text.append(ascii: lead)
            case 0x80: text.append(0x80)
            case 0xA1...0xDF: text.append(0xFF61 + UInt32(lead - 0xA1))
            case 0x81...0x9F, 0xE0...0xFC: decodeAfter(lead, bytes, &position, into: &text)
            default: text.appendMalformed()
            }
        }
    }

    private static func decodeAfter(
        _ lead: UInt8, _ bytes: Span<UInt8>, _ position: inout Int, into text: inout DecodedText
    ) {
        guard position < bytes.count else { return text.appendMalformed() }
        let trail = bytes[position]
        if 0x40...0x7E ~= trail || 0x80...0xFC ~= trail {
            let row = Int(lead) - (lead < 0xA0 ? 0x81 : 0xC1)
            let pointer = row * 188 + Int(trail) - (trail < 0x7F ? 0x40 : 0x41)
            if let codePoint = codePoint(pointer) {
                position += 1
                return text.append(codePoint)
            }
        }
        if trail >= 0x80 { position += 1 }
        text.appendMalformed()
    }

    /// Ten rows are the user's own characters: they map to Unicode's private area by arithmetic.
    private static func codePoint(_ pointer: Int) -> UInt32? {
        8836...10715 ~= pointer ? 0xE000 + UInt32(pointer - 8836) : EncodingIndex.jis0208[pointer]
    }
}

enum EUCJPDecoder {
    static func decode(_ bytes: Span<UInt8>, into text: inout DecodedText) {
        var position = 0
        while position < bytes.count {
            let lead = bytes[position]
            position += 1
            switch lead {
            case 0..<0x80: text.append(ascii: lead)
            case 0x8E, 0x8F, 0xA1...0xFE: decodeAfter(lead, bytes, &position, into: &text)
            default: text.appendMalformed()
            }
        }
    }

    private static func decodeAfter(
        _ first: UInt8, _ bytes: Span<UInt8>, _ position: inout Int, into text: inout DecodedText
    ) {
        guard position < bytes.count else { return text.appendMalformed() }
        var lead = first
        var trail = bytes[position]
        if lead == 0x8E, 0xA1...0xDF ~= trail {
            position += 1
            return text.append(0xFF61 + UInt32(trail - 0xA1))
        }
        var index = EncodingIndex.jis0208
        if lead == 0x8F, 0xA1...0xFE ~= trail {
            // A third byte: the supplementary chart.
            index = EncodingIndex.jis0212
            position += 1
            guard position < bytes.count else { return text.appendMalformed() }
            lead = trail
            trail = bytes[position]
        }
        if 0xA1...0xFE ~= lead, 0xA1...0xFE ~= trail,
            let codePoint = index[(Int(lead) - 0xA1) * 94 + Int(trail) - 0xA1]
        {
            position += 1
            return text.append(codePoint)
        }
        if trail >= 0x80 { position += 1 }
        text.appendMalformed()
    }
}
