// HTML › ISO2022JPDecoder: the seven-bit Japanese of mail, in which escape sequences switch charts.
//
// The one encoding here in which the byte `<` can be half of an ideograph, so its pages must be
// decoded before anything looks for tags. Two escapes in a row, with nothing between them, are an
// error by the standard: they were used to smuggle markup past filters.

struct ISO2022JPDecoder {
    private enum State { case ascii, roman, katakana, leadByte, trailByte, escapeStart, escape }

    private var state = State.ascii
    private var outputState = State.ascii
    private var lead: UInt8 = 0
    /// Whether an escape sequence was the last thing that came.
    private var escapedLast = false

    static func decode(_ bytes: Span<UInt8>, into text: inout DecodedText) {
        var decoder = ISO2022JPDecoder()
        var position = 0
        while position < bytes.count {
            position += 1 - decoder.consume(bytes[position], into: &text)
        }
        decoder.finish(into: &text)
    }

    /// Takes a byte and returns how many bytes are to be read again.
    private mutating func consume(_ byte: UInt8, into text: inout DecodedText) -> Int {
        switch state {
        case .escapeStart: return consumeEscapeStart(byte, into: &text)
        case .escape: return consumeEscape(byte, into: &text)
        case .trailByte: consumeTrail(byte, into: &text)
        default:
            if byte == 0x1B {
                state = .escapeStart
            } else {
                escapedLast = false
                consumeCharacter(byte, into: &text)
            }
        }
        return 0
    }

    private mutating func consumeCharacter(_ byte: UInt8, into text: inout DecodedText) {
        switch state {
        case .ascii, .roman:
            if byte > 0x7F || byte == 0x0E || byte == 0x0F {
                text.appendMalformed()
            } else if state == .roman, byte == 0x5C || byte == 0x7E {
                text.append(byte == 0x5C ? 0xA5 : 0x203E)
            } else {
                text.append(ascii: byte)
            }
        case .katakana where 0x21...0x5F ~= byte: text.append(0xFF61 + UInt32(byte - 0x21))
        case .leadByte where 0x21...0x7E ~= byte:
            lead = byte
            state = .trailByte
        default: text.appendMalformed()
        }
    }

    private mutating func consumeTrail(_ byte: UInt8, into text: inout DecodedText) {
        if byte == 0x1B {
            state = .escapeStart
            return text.appendMalformed()
        }
        state = .leadByte
        let pointer = (Int(lead) - 0x21) * 94 + Int(byte) - 0x21
        text.append((0x21...0x7E ~= byte ? EncodingIndex.jis0208[pointer] : nil) ?? 0xFFFD)
    }

    private mutating func consumeEscapeStart(_ byte: UInt8, into text: inout DecodedText) -> Int {
        if byte == UInt8(ascii: "$") || byte == UInt8(ascii: "(") {
            lead = byte
            state = .escape
            return 0
        }
        escapedLast = false
        state = outputState
        text.appendMalformed()
        return 1
    }

    private mutating func consumeEscape(_ byte: UInt8, into text: inout DecodedText) -> Int {
        let next: State? =
            switch (lead, byte) {
            case (0x28, 0x42): .ascii
            case (0x28, 0x4A): .roman
            case (0x28, 0x49): .katakana
            case (0x24, 0x40), (0x24, 0x42): .leadByte
            default: nil
            }
        guard let next else {
            escapedLast = false
            state = outputState
            text.appendMalformed()
            return 2
        }
        state = next
        outputState = next
        if escapedLast { text.appendMalformed() }
        escapedLast = true
        return 0
    }

    private mutating func finish(into text: inout DecodedText) {
        switch state {
        case .trailByte, .escapeStart: text.appendMalformed()
        case .escape:
            // The byte after ESC was a character of its own: the one that follows it is missing.
            text.appendMalformed()
            state = outputState
            escapedLast = false
            let again = lead
            _ = consume(again, into: &text)
            if state == .trailByte { text.appendMalformed() }
        default: break
        }
    }
}
