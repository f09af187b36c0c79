// HTML › EUCKRDecoder: Korean, with Microsoft's extension by the 8,822 missing syllables.

enum EUCKRDecoder {
    static func decode(_ bytes: Span<UInt8>, into text: inout DecodedText) {
        var position = 0
        while position < bytes.count {
            let lead = bytes[position]
            position += 1
            if lead < 0x80 {
                text.append(ascii: lead)
            } else if 0x81...0xFE ~= lead, position < bytes.count {
                let trail = bytes[position]
                let pointer = (Int(lead) - 0x81) * 190 + Int(trail) - 0x41
                let codePoint = 0x41...0xFE ~= trail ? EncodingIndex.eucKR[pointer] : nil
                // An ASCII byte after a broken lead byte is given back: it may be markup.
                if codePoint != nil || trail >= 0x80 { position += 1 }
                text.append(codePoint ?? 0xFFFD)
            } else {
                text.appendMalformed()
            }
        }
    }
}
