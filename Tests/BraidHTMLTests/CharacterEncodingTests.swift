// HTML tests › CharacterEncoding: labels, names, and the charts behind them.

import Testing

@testable import BraidHTML

@Suite struct CharacterEncodingTests {
    @Test func theStandardHas228LabelsFor40Encodings() {
        #expect(CharacterEncoding.labelCount == 228)
        #expect(CharacterEncoding.allCases.count == 40)
    }

    @Test(arguments: CharacterEncoding.allCases)
    func anEncodingIsFoundByItsOwnName(_ encoding: CharacterEncoding) {
        #expect(CharacterEncoding(label: encoding.name) == encoding)
    }

    @Test(arguments: [
        ("utf8", "UTF-8"), ("unicode-1-1-utf-8", "UTF-8"), ("iso-8859-1", "windows-1252"),
        ("ascii", "windows-1252"), ("iso-8859-9", "windows-1254"), ("iso-8859-11", "windows-874"),
        ("gb2312", "GBK"), ("chinese", "GBK"), ("big5-hkscs", "Big5"), ("ks_c_5601-1987", "EUC-KR"),
        ("windows-949", "EUC-KR"), ("x-sjis", "Shift_JIS"), ("windows-31j", "Shift_JIS"),
        ("csiso2022jp", "ISO-2022-JP"), ("hz-gb-2312", "replacement"), ("iso-2022-kr", "replacement"),
        ("utf-16", "UTF-16LE"), ("unicodefffe", "UTF-16BE"), ("visual", "ISO-8859-8"),
        ("logical", "ISO-8859-8-I"), ("x-mac-ukrainian", "x-mac-cyrillic"), ("koi8-ru", "KOI8-U"),
    ])
    func aLabelMeansWhatTheStandardSays(_ label: String, _ name: String) {
        #expect(CharacterEncoding(label: label)?.name == name)
    }

    @Test func caseAndSurroundingWhitespaceOfALabelDoNotMatter() {
        #expect(CharacterEncoding(label: " \t\n\u{0C}\rShift_JIS ") == .shiftJIS)
    }

    @Test(arguments: ["", " ", "utf-7", "utf 8", "utf-32", "latin-1", "\u{0B}utf-8", "\u{A0}utf-8", "UTF‑8"])
    func whatIsNoLabelHasNoEncoding(_ label: String) {
        #expect(CharacterEncoding(label: label) == nil)
    }
}
