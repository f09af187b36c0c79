// HTML tests › CharacterReferences: names, numbers, and what is neither.

import Testing

@testable import BraidHTML

@Suite struct CharacterReferencesTests {
    @Test func theStandardHas2231Names() {
        #expect(NamedReferences.count == 2231)
    }

    @Test(arguments: [
        ("&amp;", "&"), ("&lt", "<"), ("&AElig;", "Æ"), ("&zwnj;", "\u{200C}"), ("&nbsp;", "\u{A0}"),
        ("&CounterClockwiseContourIntegral;", "∳"), ("&NotEqualTilde;", "\u{2242}\u{338}"),
        ("&acE;", "\u{223E}\u{333}"), ("&Afr;", "\u{1D504}"), ("&hellip;&mdash;", "…—"),
        ("&amp;amp;", "&amp;"), ("&&amp;&", "&&&"),
    ])
    func aNameStandsForItsCharacters(_ source: String, _ text: String) {
        #expect(CharacterReferences.decode(source) == text)
    }

    @Test(arguments: [
        ("&notin;", "∉"), ("&notit;", "¬it;"), ("&notanything", "¬anything"), ("&ampamp;", "&amp;"),
        ("&copy2026", "©2026"), ("&centerdot;", "·"), ("&centerdo", "¢erdo"),
    ])
    func theLongestNameWins(_ source: String, _ text: String) {
        #expect(CharacterReferences.decode(source) == text)
    }

    @Test(arguments: ["&", "&;", "& amp;", "&hellip", "&unknown;", "&1;", "&é;"])
    func whatIsNoNameStaysAsItIs(_ source: String) {
        #expect(CharacterReferences.decode(source) == source)
    }

    @Test(arguments: [
        ("&#65;", "A"), ("&#65", "A"), ("&#065;x", "Ax"), ("&#x41;", "A"), ("&#X41g", "Ag"),
        ("&#x1F4A9;", "\u{1F4A9}"),
        ("&#65;66;", "A66;"),
    ])
    func aNumberStandsForItsCharacter(_ source: String, _ text: String) {
        #expect(CharacterReferences.decode(source) == text)
    }

    @Test(arguments: ["&#", "&#;", "&#x", "&#x;", "&#xg;", "&#a;", "&# 65;", "&#-1;"])
    func whatIsNoNumberStaysAsItIs(_ source: String) {
        #expect(CharacterReferences.decode(source) == source)
    }

    @Test(arguments: ["&#0;", "&#xD800;", "&#xDFFF;", "&#x110000;", "&#99999999999999999999;", "&#x00;"])
    func aNumberThatIsNoCharacterIsReplaced(_ source: String) {
        #expect(CharacterReferences.decode(source) == "\u{FFFD}")
    }

    @Test func numbersOfC1ControlsMeanWindows1252() {
        #expect(CharacterReferences.decode("&#128;&#x99;&#159;&#129;") == "€™Ÿ\u{81}")
    }

    @Test func otherControlsAndNoncharactersAreKept() {
        #expect(CharacterReferences.decode("&#1;&#xFFFE;&#13;") == "\u{1}\u{FFFE}\r")
    }

    @Test func inAnAttributeANameBeforeALetterOrEqualsSignIsLeftAlone() {
        let decode = { (text: String) in
            String(decoding: CharacterReferences.decodeAttribute(Array(text.utf8)), as: UTF8.self)
        }
        #expect(decode("?a&copy=1&copyx&copy1&copy;&copy&amp;") == "?a&copy=1&copyx&copy1©©&")
    }
}
