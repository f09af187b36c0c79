// HTML tests › UTF16Decoder: both byte orders, surrogates, and the odd byte.

import Testing

@testable import BraidHTML

private func decode(_ encoding: CharacterEncoding, _ bytes: UInt8...) -> String { encoding.decode(bytes) }

@Suite struct UTF16DecoderTests {
    @Test func bothByteOrdersAndSurrogatePairs() {
        #expect(decode(.utf16LE, 0x61, 0, 0x3D, 0xD8, 0xA9, 0xDC) == "a\u{1F4A9}")
        #expect(decode(.utf16BE, 0, 0x61, 0xD8, 0x3D, 0xDC, 0xA9) == "a\u{1F4A9}")
    }

    @Test func aLoneSurrogateIsReplacedAndItsNeighbourKept() {
        #expect(decode(.utf16BE, 0xD8, 0x3D, 0, 0x61) == "\u{FFFD}a")
        #expect(decode(.utf16BE, 0xDC, 0x3D, 0, 0x61) == "\u{FFFD}a")
        #expect(decode(.utf16BE, 0xD8, 0x3D, 0xD8, 0x3D, 0xDC, 0xA9) == "\u{FFFD}\u{1F4A9}")
    }

    @Test func aCutUnitAtTheEndIsOneReplacement() {
        #expect(decode(.utf16LE, 0x61, 0, 0x62) == "a\u{FFFD}")
        #expect(decode(.utf16LE, 0x3D, 0xD8, 0x62) == "\u{FFFD}")
    }
}
