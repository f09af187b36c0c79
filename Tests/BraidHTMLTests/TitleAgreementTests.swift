// HTML tests › TitleAgreement: looking for tags in the bytes finds what looking in the text finds.
//
// The scanner reads the bytes of a page without decoding them. That this is right in encodings
// whose characters have ASCII bytes inside them is an argument about lead and trail bytes; here it
// is put to the test with random pages, broken characters and all.

import BraidTestSupport
import Testing

@testable import BraidHTML

@Suite struct TitleAgreementTests {
    private static let fragments: [[UInt8]] =
        [
            "<title>", "</title>", "<b a='", "'>", "\"", "<!--", "-->", "<svg>", "<![CDATA[", "]]>", "]>",
            "]",
            "<script>", "</script>", "<style>", "</style", ">", "<", "/", "t", "&amp;", "&", "#", "x41;", "a",
            "0", "\\",
        ].map { Array($0.utf8) }

    private func randomPage(_ generator: inout SeededGenerator) -> [UInt8] {
        var page: [UInt8] = []
        for _ in 0..<Int.random(in: 1...16, using: &generator) {
            if Bool.random(using: &generator) {
                page += Self.fragments.randomElement(using: &generator) ?? []
            } else {
                page.append(UInt8.random(in: 0x80...0xFF, using: &generator))
                // Trail bytes below 0x80 are digits, letters and the like.
                if Bool.random(using: &generator) {
                    page.append(UInt8.random(in: 0x30...0x7E, using: &generator))
                }
            }
        }
        return page + Array("<title>".utf8) + [0x95, 0x5C] + Array("</title>".utf8)
    }

    @Test(arguments: [
        CharacterEncoding.utf8, .windows1252, .gbk, .gb18030, .big5, .shiftJIS, .eucJP, .eucKR,
    ])
    func scanningTheBytesAgreesWithScanningTheText(_ encoding: CharacterEncoding) {
        for seed in 0..<1500 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            let bytes = randomPage(&generator)
            let page = HTMLPage(bytes: bytes, contentType: "text/html; charset=\(encoding.name)")
            guard page.encoding.evidence == .contentType else { continue }
            var scanner = TitleScanner()
            let text = Array(encoding.decode(bytes).utf8)
            let expected = scanner.scan(text.span)?.text(in: .utf8)
            #expect(page.titleText == expected, "seed \(seed): \(bytes)")
        }
    }
}
