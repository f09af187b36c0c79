// HTML › ChineseDecoders: gb18030 (also for GBK) and Big5 (also for Hong Kong's supplement).
//
// Both give an ASCII byte back that follows a broken lead byte. Without that, a truncated
// character would swallow the `<` of the tag after it, which has been used for attacks.

enum GB18030Decoder {
    static func decode(_ bytes: Span<UInt8>, into text: inout DecodedText) {
        var position = 0
        while position < bytes.count {
            let lead = bytes[position]
            position += 1
            switch lead {
            case 0..<0x80: text.append(ascii: lead)
            case 0x80: text.append(0x20AC)
            case 0x81...0xFE: decodeAfter(lead, bytes, &position, into: &text)
            default: text.appendMalformed()
            }
        }
    }

    private static func decodeAfter(
        _ lead: UInt8, _ bytes: Span<UInt8>, _ position: inout Int, into text: inout DecodedText
    ) {
        guard position < bytes.count else { return text.appendMalformed() }
        let trail = bytes[position]
        if 0x30...0x39 ~= trail {
            return decodeFourBytes(lead, trail, bytes, &position, into: &text)
        }
        if 0x40...0x7E ~= trail || 0x80...0xFE ~= trail {
            let pointer = (Int(lead) - 0x81) * 190 + Int(trail) - (trail < 0x7F ? 0x40 : 0x41)
            if let codePoint = EncodingIndex.gb18030[pointer] {
                position += 1
                return text.append(codePoint)
            }
        }
        if trail >= 0x80 { position += 1 }
        text.appendMalformed()
    }

    /// Four bytes, of which the second and the fourth are digits, reach all of Unicode by arithmetic.
    private static func decodeFourBytes(
        _ first: UInt8, _ second: UInt8, _ bytes: Span<UInt8>, _ position: inout Int,
        into text: inout DecodedText
    ) {
        // At the end of the input one error stands for all that was begun.
        guard position + 1 < bytes.count else {
            position = bytes.count
            return text.appendMalformed()
        }
        let third = bytes[position + 1]
        guard 0x81...0xFE ~= third else { return text.appendMalformed() }
        guard position + 2 < bytes.count else {
            position = bytes.count
            return text.appendMalformed()
        }
        let fourth = bytes[position + 2]
        guard 0x30...0x39 ~= fourth else { return text.appendMalformed() }
        position += 3
        let rows = ((Int(first) - 0x81) * 10 + Int(second) - 0x30) * 126 + Int(third) - 0x81
        text.append(EncodingIndex.gb18030FourByte(pointer: rows * 10 + Int(fourth) - 0x30) ?? 0xFFFD)
    }
}

enum Big5Decoder {
    static func decode(_ bytes: Span<UInt8>, into text: inout DecodedText) {
        var position = 0
        while position < bytes.count {
            let lead = bytes[position]
            position += 1
            if lead < 0x80 {
                text.append(ascii: lead)
            } else if 0x81...0xFE ~= lead {
                decodeAfter(lead, bytes, &position, into: &text)
            } else {
                text.appendMalformed()
            }
        }
    }

    private static func decodeAfter(
        _ lead: UInt8, _ bytes: Span<UInt8>, _ position: inout Int, into text: inout DecodedText
    ) {
        guard position < bytes.count else { return text.appendMalformed() }
        let trail = bytes[position]
        if 0x40...0x7E ~= trail || 0xA1...0xFE ~= trail {
            let pointer = (Int(lead) - 0x81) * 157 + Int(trail) - (trail < 0x7F ? 0x40 : 0x62)
            if let pair = accentedPairs[pointer] {
                position += 1
                text.append(pair.letter)
                return text.append(pair.accent)
            }
            if let codePoint = EncodingIndex.big5[pointer] {
                position += 1
                return text.append(codePoint)
            }
        }
        if trail >= 0x80 { position += 1 }
        text.appendMalformed()
    }

    /// Hong Kong's supplement has four letters that Unicode writes as a letter and an accent.
    private static let accentedPairs: [Int: (letter: UInt32, accent: UInt32)] = [
        1133: (0xCA, 0x304), 1135: (0xCA, 0x30C), 1164: (0xEA, 0x304), 1166: (0xEA, 0x30C),
    ]
}

extension EncodingIndex {
    /// The code point of a gb18030 four-byte sequence, or nil where the standard has none.
    static func gb18030FourByte(pointer: Int) -> UInt32? {
        if 39420..<189_000 ~= pointer || pointer > 1_237_575 { return nil }
        // The edition of 2005 exchanged this one with the two bytes 0xA8BC.
        if pointer == 7457 { return 0xE7C7 }
        var low = 0
        var high = gb18030Ranges.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if gb18030Ranges[middle].pointer <= pointer { low = middle } else { high = middle }
        }
        return gb18030Ranges[low].codePoint + UInt32(pointer - gb18030Ranges[low].pointer)
    }

    private static let gb18030Ranges: [(pointer: Int, codePoint: UInt32)] =
        gb18030RangesChart.split { $0 == " " || $0 == "\n" }.map { entry in
            let parts = entry.split(separator: "=")
            guard parts.count == 2, let pointer = Int(parts[0]), let codePoint = UInt32(parts[1], radix: 16)
            else { preconditionFailure("The generated ranges hold the unknown entry \(entry).") }
            return (pointer, codePoint)
        }
}
