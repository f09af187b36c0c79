// HTML tests › MetaPrescan: declarations in every form, and what only looks like one.

import Testing

@testable import BraidHTML

@Suite struct MetaPrescanTests {
    private func prescan(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        return MetaPrescan.encoding(in: bytes.span)?.name
    }

    @Test(arguments: [
        "<meta charset=koi8-r>", "<META CHARSET='KOI8-R'>", "<meta charset = \"koi8-r\" >",
        "<meta/charset=koi8-r>",
        "<meta\ncharset=koi8-r>", "<meta name=x / charset=koi8-r >", "<p><meta charset=\" koi8-r \">",
        "<meta http-equiv=content-type content='text/html; charset=koi8-r'>",
        "<meta content='text/html; charset=koi8-r' http-equiv=Content-Type>",
        "<meta http-equiv=\"Content-Type\" content=\"charset = 'koi8-r' x\">",
        "<meta http-equiv=content-type content='charset charset=koi8-r;'>",
        "<!-- > <meta charset=gbk> --><meta charset=koi8-r>",
        "<!--><meta charset=koi8-r>", "<x y='<meta charset=gbk>'><meta charset=koi8-r>",
        "<? <meta charset=gbk><meta charset=koi8-r>", "</p x><meta charset=koi8-r>",
        "<meta charset=koi8-r charset=gbk>", "<meta content='charset=gbk' charset=koi8-r>",
        "<meta charset=nonsense><meta charset=koi8-r>", "<script><meta charset=koi8-r></script>",
    ])
    func aMetaElementInAnyFormDeclaresTheEncoding(_ text: String) {
        #expect(prescan(text) == "KOI8-R")
    }

    @Test(arguments: [
        "<meta charset=nonsense>", "<meta content='text/html; charset=koi8-r'>", "<metacharset=koi8-r>",
        "<meta http-equiv=refresh content='charset=koi8-r'>", "<meta charset=koi8-r",
        "<meta charset='koi8-r>", "<meta content=x content='charset=koi8-r' http-equiv=content-type>",
        "<meta http-equiv=x content='charset=koi8-r' http-equiv=content-type>",
        "<!-- <meta charset=koi8-r>", "<p title='<meta charset=koi8-r>'>", "<p title='<meta charset=koi8-r>",
        "<meta http-equiv=content-type content='charset=\"koi8-r'>", "<meta-<meta charset=koi8-r>",
        "<meta charset=nonsense content='charset=koi8-r' http-equiv=content-type>",
        "<meta http-equiv=content-type content='charset'>", "< meta charset=koi8-r>",
    ])
    func whatDeclaresNothingIsNil(_ text: String) {
        #expect(prescan(text) == nil)
    }

    @Test func utf16InAMetaElementMeansUTF8() {
        #expect(prescan("<meta charset=utf-16>") == "UTF-8")
        #expect(prescan("<meta charset=utf-16be>") == "UTF-8")
    }

    @Test func userDefinedInAMetaElementMeansWindows1252() {
        #expect(prescan("<meta charset=x-user-defined>") == "windows-1252")
    }

    @Test func anXMLDeclarationInUTF16IsKnownByItsZeros() {
        #expect(prescan("<\0?\0x\0m\0l\0") == "UTF-16LE")
        #expect(prescan("\0<\0?\0x\0m\0l") == "UTF-16BE")
    }
}
