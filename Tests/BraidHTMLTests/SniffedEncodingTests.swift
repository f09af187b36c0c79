// HTML tests › SniffedEncoding: the order of the witnesses, and each witness on its own.

import Testing

@testable import BraidHTML

private func sniff(_ bytes: [UInt8], _ contentType: String? = nil) -> SniffedEncoding {
    SniffedEncoding(bytes: bytes.span, contentType: contentType)
}

private func sniff(_ text: String, _ contentType: String? = nil) -> SniffedEncoding {
    sniff(Array(text.utf8), contentType)
}

@Suite struct SniffedEncodingTests {
    @Test(arguments: [
        ([0xEF, 0xBB, 0xBF, 0x61], CharacterEncoding.utf8, 3), ([0xFE, 0xFF, 0, 0x61], .utf16BE, 2),
        ([0xFF, 0xFE, 0x61, 0], .utf16LE, 2),
    ])
    func aByteOrderMarkOverrulesTheHeader(_ bytes: [UInt8], _ encoding: CharacterEncoding, _ length: Int) {
        let sniffed = sniff(bytes, "text/html; charset=koi8-r")
        #expect(sniffed.encoding == encoding)
        #expect(sniffed.evidence == .byteOrderMark)
        #expect(sniffed.byteOrderMarkLength == length)
    }

    @Test func aCutByteOrderMarkIsNone() {
        #expect(sniff([0xEF, 0xBB]).evidence == .validUTF8)
        #expect(sniff([0xFE]).evidence == .fallback)
    }

    @Test func theHeaderOverrulesTheMetaElement() {
        let sniffed = sniff("<meta charset=gbk>", "text/html; charset=big5")
        #expect(sniffed.encoding == .big5)
        #expect(sniffed.evidence == .contentType)
    }

    @Test func aHeaderWithAnUnknownCharsetIsIgnored() {
        #expect(sniff("<meta charset=gbk>", "text/html; charset=wrong").encoding == .gbk)
    }

    @Test func theMetaElementOverrulesTheXMLDeclaration() {
        let sniffed = sniff("<?xml version='1.0' encoding='koi8-r'?><meta charset=gbk>")
        #expect(sniffed.encoding == .gbk)
        #expect(sniffed.evidence == .metaElement)
    }

    @Test func theXMLDeclarationOverrulesValidUTF8() {
        let sniffed = sniff("<?xml version=\"1.0\" encoding=\"windows-1251\"?><html>é")
        #expect(sniffed.encoding == .windows1251)
        #expect(sniffed.evidence == .xmlDeclaration)
    }

    @Test func bytesThatAreValidUTF8AreUTF8() {
        #expect(sniff("<p>Grüße").evidence == .validUTF8)
        #expect(sniff([]).encoding == .utf8)
    }

    @Test func aCharacterCutAtTheEndIsStillValidUTF8() {
        #expect(sniff([0x61, 0xF0, 0x9F, 0x98]).evidence == .validUTF8)
    }

    @Test func bytesThatAreNotUTF8AreWindows1252() {
        let sniffed = sniff([0x47, 0x72, 0xFC, 0xDF, 0x65])
        #expect(sniffed.encoding == .windows1252)
        #expect(sniffed.evidence == .fallback)
    }

    @Test func aMetaElementAfterTheFirstKilobyteCountsWhereNothingElseDoes() {
        let padding = String(repeating: " ", count: 1024)
        let page = Array("\(padding)<meta charset=koi8-r>".utf8)
        #expect(sniff(page).evidence == .validUTF8)
        #expect(sniff(page + [0xF2, 0x20]).encoding == .koi8r)
        #expect(sniff(page + [0xF2, 0x20]).evidence == .lateMetaElement)
    }

    @Test func aMetaElementThatTheFirstKilobyteCutsIsNotSeen() {
        let padding = String(repeating: " ", count: 1024 - 10)
        #expect(sniff("\(padding)<meta charset=koi8-r>").evidence == .validUTF8)
    }
}
