// HTML tests › JapaneseDecoders, ISO2022JPDecoder, EUCKRDecoder: their characters, and broken ones.

import Testing

@testable import BraidHTML

private func decode(_ encoding: CharacterEncoding, _ bytes: UInt8...) -> String { encoding.decode(bytes) }

@Suite struct JapaneseAndKoreanDecoderTests {
    @Test func shiftJISDecodesBothWidthsOfKatakana() {
        #expect(decode(.shiftJIS, 0x93, 0xFA, 0x96, 0x7B, 0xC6, 0x83, 0x6A) == "日本ﾆニ")
    }

    @Test func shiftJISMapsUsersCharactersToThePrivateArea() {
        #expect(decode(.shiftJIS, 0xF0, 0x40, 0xF9, 0xFC) == "\u{E000}\u{E757}")
    }

    @Test func shiftJISKeepsABackslashAfterABrokenLeadByte() {
        #expect(decode(.shiftJIS, 0xFC, 0x5C) == "\u{FFFD}\\")
    }

    @Test func eucJPDecodesItsThreeCharts() {
        #expect(decode(.eucJP, 0xC6, 0xFC, 0xCB, 0xDC) == "日本")
        #expect(decode(.eucJP, 0x8E, 0xC6, 0x8F, 0xB0, 0xA1) == "ﾆ丂")
    }

    @Test func eucJPSwallowsANonASCIIByteAfterABrokenLeadByte() {
        #expect(decode(.eucJP, 0x8E, 0xFE, 0x61) == "\u{FFFD}a")
        #expect(decode(.eucJP, 0x8F, 0xB0, 0x61) == "\u{FFFD}a")
    }

    @Test func eucKRDecodesTheSyllablesMicrosoftAdded() {
        #expect(decode(.eucKR, 0xC7, 0xD1, 0xB1, 0xDB, 0x81, 0x41) == "한글갂")
    }

    @Test func iso2022JPSwitchesChartsByEscapes() {
        #expect(CharacterEncoding.iso2022JP.decode(Array("\u{1B}$BF|K\\\u{1B}(Ba".utf8)) == "日本a")
        #expect(CharacterEncoding.iso2022JP.decode(Array("\u{1B}(J\\~\u{1B}(IF".utf8)) == "¥‾ﾆ")
    }

    @Test func iso2022JPReplacesAnEscapeWithNothingAfterIt() {
        #expect(CharacterEncoding.iso2022JP.decode(Array("\u{1B}(B\u{1B}(Ba".utf8)) == "\u{FFFD}a")
    }

    @Test func iso2022JPReadsABrokenEscapeAgainAsText() {
        #expect(CharacterEncoding.iso2022JP.decode(Array("\u{1B}$x".utf8)) == "\u{FFFD}$x")
        #expect(CharacterEncoding.iso2022JP.decode(Array("\u{1B}a".utf8)) == "\u{FFFD}a")
        #expect(CharacterEncoding.iso2022JP.decode(Array("\u{1B}(".utf8)) == "\u{FFFD}(")
    }

    @Test func iso2022JPCutInsideACharacterIsOneReplacement() {
        #expect(CharacterEncoding.iso2022JP.decode(Array("\u{1B}$BF".utf8)) == "\u{FFFD}")
        #expect(CharacterEncoding.iso2022JP.decode(Array("\u{1B}$BF\u{1B}(Ba".utf8)) == "\u{FFFD}a")
    }

    @Test func iso2022JPHasNoShiftsAndNoUpperHalf() {
        #expect(decode(.iso2022JP, 0x0E, 0x0F, 0xA1) == "\u{FFFD}\u{FFFD}\u{FFFD}")
    }
}
