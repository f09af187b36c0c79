// HTML › UTF8Validity: are these bytes UTF-8, as far as they go?
//
// A page may have been read only in part, so a last character that is cut short is no evidence
// against. ASCII, the bulk of markup, is passed over eight bytes at a time.

enum UTF8Validity {
    /// - Parameter mayBeCut: whether the last character may be incomplete.
    static func holds(for bytes: Span<UInt8>, mayBeCut: Bool = true) -> Bool {
        var position = 0
        while true {
            position = bytes.endOfASCII(from: position)
            guard position < bytes.count else { return true }
            guard let length = sequenceLength(bytes[position]) else { return false }
            for offset in 1..<length {
                guard let byte = bytes.byte(at: position + offset) else { return mayBeCut }
                let allowed = offset == 1 ? secondByte(after: bytes[position]) : 0x80...0xBF
                guard allowed ~= byte else { return false }
            }
            position += length
        }
    }

    private static func sequenceLength(_ lead: UInt8) -> Int? {
        switch lead {
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: nil
        }
    }

    /// The second byte is what rules out overlong forms, surrogates and the beyond of U+10FFFF.
    private static func secondByte(after lead: UInt8) -> ClosedRange<UInt8> {
        switch lead {
        case 0xE0: 0xA0...0xBF
        case 0xED: 0x80...0x9F
        case 0xF0: 0x90...0xBF
        case 0xF4: 0x80...0x8F
        default: 0x80...0xBF
        }
    }
}
