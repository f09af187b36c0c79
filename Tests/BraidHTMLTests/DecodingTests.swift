// HTML tests › Decoding: each decoder's characters, and what it makes of malformed bytes.

import Testing

@testable import BraidHTML

private func decode(_ encoding: CharacterEncoding, _ bytes: UInt8...) -> String { encoding.decode(bytes) }

@Suite struct DecodingTests {
    @Test func utf8ReplacesEachMaximalSubpart() {
        // A cut character, an overlong form, a surrogate and what is beyond U+10FFFF.
        #expect(decode(.utf8, 0x61, 0xE2, 0x82, 0x62) == "a\u{FFFD}b")
        #expect(decode(.utf8, 0xC0, 0x80) == "\u{FFFD}\u{FFFD}")
        #expect(decode(.utf8, 0xED, 0xA0, 0x80) == "\u{FFFD}\u{FFFD}\u{FFFD}")
        #expect(decode(.utf8, 0xF4, 0x90, 0x80, 0x80) == "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}")
        #expect(decode(.utf8, 0xF0, 0x9F, 0x98) == "\u{FFFD}")
    }

    @Test func aByteOrderMarkIsDecodedLikeAnyOtherCharacter() {
        #expect(decode(.utf8, 0xEF, 0xBB, 0xBF, 0x61) == "\u{FEFF}a")
        #expect(decode(.utf16LE, 0xFF, 0xFE, 0x61, 0) == "\u{FEFF}a")
    }

    @Test func bytesAreDecodedInPlaceFromASlice() {
        let page: [UInt8] = [0x78, 0xCF, 0xF0, 0xE8, 0x78]
        let slice = page[1..<4]
        #expect(CharacterEncoding.windows1251.decode(slice.span) == "При")
    }

    @Test(arguments: CharacterEncoding.allCases)
    func nothingDecodesToNothing(_ encoding: CharacterEncoding) {
        #expect(encoding.decode([]).isEmpty)
    }

    @Test(arguments: CharacterEncoding.allCases.filter(\.keepsMarkupASCII))
    func anEncodingThatKeepsMarkupDecodesASCIIAsItself(_ encoding: CharacterEncoding) {
        #expect(
            encoding.decode(Array(0...0x7F))
                == String(decoding: 0...0x7F as ClosedRange<UInt8>, as: UTF8.self))
    }

    @Test func windows1252HasC1ControlsWhereMicrosoftHasNothing() {
        #expect(
            decode(.windows1252, 0x81, 0x8D, 0x8F, 0x90, 0x9D, 0x80)
                == "\u{81}\u{8D}\u{8F}\u{90}\u{9D}\u{20AC}")
    }

    @Test func aHoleOfASingleByteEncodingIsReplaced() {
        #expect(decode(.windows1253, 0xAA, 0xE1) == "\u{FFFD}α")
        #expect(decode(.iso8859part8, 0xA1, 0xE0) == "\u{FFFD}א")
    }

    @Test func koi8uHasTheBelarusianLetters() {
        #expect(decode(.koi8u, 0xAE, 0xBE, 0xA4) == "ўЎє")
    }

    @Test func userDefinedMapsTheUpperHalfToThePrivateArea() {
        #expect(decode(.userDefined, 0x41, 0x80, 0xFF) == "A\u{F780}\u{F7FF}")
    }

    @Test func replacementDecodesAnythingToOneReplacementCharacter() {
        #expect(decode(.replacement, 0x3C, 0x62, 0x3E) == "\u{FFFD}")
    }
}
