// HTML tests › ChineseDecoders: their characters, and what becomes of broken ones.

import Testing

@testable import BraidHTML

private func decode(_ encoding: CharacterEncoding, _ bytes: UInt8...) -> String { encoding.decode(bytes) }

@Suite struct ChineseDecoderTests {
    @Test func gbkDecodesTwoBytes() {
        #expect(decode(.gbk, 0xD6, 0xD0, 0xCE, 0xC4) == "中文")
    }

    @Test func gbkHasTheEuroSignInOneByte() {
        #expect(decode(.gbk, 0x80) == "€")
    }

    @Test func gb18030DecodesFourBytesOfEveryPlane() {
        #expect(decode(.gb18030, 0x81, 0x30, 0x84, 0x36) == "\u{A5}")
        #expect(decode(.gb18030, 0x94, 0x39, 0xDA, 0x33) == "\u{1F4A9}")
        #expect(decode(.gb18030, 0xE3, 0x32, 0x9A, 0x35) == "\u{10FFFF}")
        #expect(decode(.gb18030, 0xE3, 0x32, 0x9A, 0x36) == "\u{FFFD}")
        #expect(decode(.gb18030, 0x84, 0x31, 0xA4, 0x39) == "\u{FFFF}")
        #expect(decode(.gb18030, 0x84, 0x31, 0xA5, 0x30) == "\u{FFFD}")
    }

    @Test func gb18030FollowsTheEditionOf2022() {
        #expect(decode(.gb18030, 0xA6, 0xD9, 0xFE, 0x59) == "\u{FE10}\u{9FB4}")
        #expect(decode(.gb18030, 0xA8, 0xBC, 0x81, 0x35, 0xF4, 0x37) == "\u{1E3F}\u{E7C7}")
        #expect(decode(.gb18030, 0xA3, 0xA0) == "\u{3000}")
    }

    @Test func gb18030GivesBackTheBytesOfABrokenFourByteForm() {
        #expect(decode(.gb18030, 0x81, 0x30, 0x3C) == "\u{FFFD}0<")
        #expect(decode(.gb18030, 0x81, 0x30, 0x81, 0x3C) == "\u{FFFD}0\u{FFFD}<")
        #expect(decode(.gb18030, 0x81, 0x30, 0xD6, 0xD0) == "\u{FFFD}0中")
        #expect(decode(.gb18030, 0x81, 0x30, 0x81) == "\u{FFFD}")
    }

    @Test func big5DecodesHongKongsSupplement() {
        #expect(decode(.big5, 0xA4, 0xA4, 0xA4, 0xE5) == "中文")
        #expect(decode(.big5, 0x88, 0x62, 0x88, 0xA5) == "\u{CA}\u{304}\u{EA}\u{30C}")
        #expect(decode(.big5, 0x87, 0xDC) == "\u{2ADFF}")
    }

    @Test(arguments: [CharacterEncoding.gbk, .gb18030, .big5, .shiftJIS, .eucKR, .eucJP])
    func aLeadByteNeverSwallowsMarkup(_ encoding: CharacterEncoding) {
        #expect(encoding.decode([0xE0, 0x3C, 0x62, 0x3E]) == "\u{FFFD}<b>")
    }

    @Test(arguments: [CharacterEncoding.gbk, .gb18030, .big5, .shiftJIS, .eucKR, .eucJP])
    func aLeadByteAtTheEndIsOneReplacement(_ encoding: CharacterEncoding) {
        #expect(encoding.decode([0x61, 0xE0]) == "a\u{FFFD}")
    }
}
