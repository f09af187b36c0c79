// HTML › SingleByteDecoder: the 29 encodings in which a byte is a character, and x-user-defined.

enum SingleByteDecoder {
    static func decode(_ bytes: Span<UInt8>, as encoding: CharacterEncoding, into text: inout DecodedText) {
        guard let index = EncodingIndex.singleByte[encoding] else {
            preconditionFailure("\(encoding.name) has no single-byte chart.")
        }
        for position in bytes.indices {
            let byte = bytes[position]
            if byte < 0x80 {
                text.append(ascii: byte)
            } else {
                text.append(index[Int(byte - 0x80)] ?? 0xFFFD)
            }
        }
    }

    /// Maps the upper half to the private area: scripts once fetched binary files under this name.
    static func decodeUserDefined(_ bytes: Span<UInt8>, into text: inout DecodedText) {
        for position in bytes.indices {
            let byte = UInt32(bytes[position])
            text.append(byte < 0x80 ? byte : 0xF780 + byte - 0x80)
        }
    }
}
