// HTML › UTF16Decoder: both byte orders; a lone surrogate or a cut unit becomes U+FFFD.

enum UTF16Decoder {
    static func decode(_ bytes: Span<UInt8>, bigEndian: Bool, into text: inout DecodedText) {
        var leadSurrogate: UInt32?
        var position = 0
        while position + 1 < bytes.count {
            let first = UInt32(bytes[position])
            let second = UInt32(bytes[position + 1])
            position += 2
            let unit = bigEndian ? first << 8 | second : second << 8 | first
            if let lead = leadSurrogate {
                leadSurrogate = nil
                if 0xDC00...0xDFFF ~= unit {
                    text.append(0x10000 + (lead - 0xD800) << 10 + unit - 0xDC00)
                    continue
                }
                text.appendMalformed()
            }
            switch unit {
            case 0xD800...0xDBFF: leadSurrogate = unit
            case 0xDC00...0xDFFF: text.appendMalformed()
            default: text.append(unit)
            }
        }
        // A surrogate and an odd byte left over at the end are one error, not two.
        if leadSurrogate != nil || position < bytes.count { text.appendMalformed() }
    }
}
