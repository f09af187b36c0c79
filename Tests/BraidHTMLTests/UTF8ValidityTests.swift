// HTML tests › UTF8Validity: what is UTF-8 as far as it goes.

import Testing

@testable import BraidHTML

@Suite struct UTF8ValidityTests {
    private func isValid(_ bytes: UInt8...) -> Bool { UTF8Validity.holds(for: bytes.span) }

    @Test func lengthsOneToFourAreValid() {
        let bytes = Array("aé€\u{1F4A9}, long enough to take the fast path twice; é".utf8)
        let isValid = UTF8Validity.holds(for: bytes.span)
        #expect(isValid)
    }

    @Test func overlongFormsSurrogatesAndTheBeyondAreNot() {
        #expect(!isValid(0xC0, 0x80))
        #expect(!isValid(0xE0, 0x80, 0x80))
        #expect(!isValid(0xED, 0xA0, 0x80))
        #expect(!isValid(0xF0, 0x80, 0x80, 0x80))
        #expect(!isValid(0xF4, 0x90, 0x80, 0x80))
        #expect(!isValid(0xF5))
        #expect(!isValid(0x80))
    }

    @Test func aCutCharacterCountsOnlyAtTheEnd() {
        #expect(isValid(0xE2, 0x82))
        #expect(!isValid(0xE2, 0x61))
        #expect(!isValid(0xE0, 0x80))
    }
}
