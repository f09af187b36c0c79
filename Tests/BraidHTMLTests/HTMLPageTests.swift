// HTML tests › HTMLPage: whole pages, as they come from the network.

import Testing

@testable import BraidHTML

private func page(_ text: String, _ contentType: String? = nil) -> HTMLPage {
    HTMLPage(bytes: Array(text.utf8), contentType: contentType)
}

/// A page whose title has these bytes.
private func page(_ head: String, title: [UInt8], contentType: String? = nil) -> HTMLPage {
    HTMLPage(bytes: Array("\(head)<title>".utf8) + title + Array("</title>".utf8), contentType: contentType)
}

@Suite struct PageTitleTests {
    @Test(arguments: [
        ("a b", "a b"), ("a", "a"), (" a", "a"), ("a ", "a"), ("a  b", "a b"), ("a\tb", "a b"),
        ("\n a \r\n b\u{0C}", "a b"),
        ("ä ö", "ä ö"), ("ä\n ö ", "ä ö"),
        ("", ""), (" ", ""), ("\t\t", ""), ("\u{A0}a", "\u{A0}a"),
    ])
    func whiteSpaceBetweenWordsIsOneSpace(source: String, title: String) {
        #expect(TitleText.collapsed(source) == title)
    }

    @Test func whiteSpaceIsStrippedAndCollapsed() {
        let page = page("<title>\n\t  A  \u{0C}title \r\n of&#13;two&#32;&#32;lines\n</title>")
        #expect(page.title == "A title of two lines")
        #expect(page.titleText == "\n\t  A  \u{0C}title \n of\rtwo  lines\n")
    }

    @Test func onlyASCIIWhiteSpaceIsWhiteSpace() {
        #expect(page("<title>&nbsp;a\u{3000}\u{0B} </title>").title == "\u{A0}a\u{3000}\u{0B}")
    }

    @Test func aBlankTitleIsEmptyAndNoTitleIsNil() {
        #expect(page("<title> \n </title>").title == "")
        #expect(page("<p>Hello</p>").title == nil)
        #expect(page("").title == nil)
    }

    @Test func anXHTMLPageHasATitleToo() {
        let xhtml = """
            <?xml version="1.0" encoding="ISO-8859-2"?>
            <!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
            <html xmlns="http://www.w3.org/1999/xhtml"><head>
            """
        let page = page(xhtml, title: [0xA3, 0xF3, 0x64, 0xBC])
        #expect(page.title == "Łódź")
        #expect(page.encoding.evidence == .xmlDeclaration)
    }

    @Test func theTextIsTheWholePageDecoded() {
        #expect(page("<meta charset=koi8-r>", title: [0xF2]).text == "<meta charset=koi8-r><title>Р</title>")
        #expect(HTMLPage(bytes: [0xEF, 0xBB, 0xBF, 0x61]).text == "a")
        #expect(HTMLPage(bytes: [0xFF, 0xFE, 0x61, 0]).text == "a")
    }
}

@Suite struct PageEncodingTests {
    @Test(arguments: [
        ("gb2312", [0xD6, 0xD0, 0xCE, 0xC4], "中文"), ("gbk", [0xE9, 0x46], "镕"),
        ("gb18030", [0x94, 0x39, 0xDA, 0x33], "\u{1F4A9}"), ("big5", [0xA4, 0xA4, 0xA4, 0xE5], "中文"),
        ("shift_jis", [0x93, 0xFA, 0x96, 0x7B], "日本"), ("euc-jp", [0xC6, 0xFC, 0xCB, 0xDC], "日本"),
        ("euc-kr", [0xC7, 0xD1, 0xB1, 0xDB], "한글"), ("koi8-r", [0xF2, 0xD5, 0xD3, 0xD8], "Русь"),
        ("windows-1251", [0xD0, 0xF3, 0xF1, 0xFC], "Русь"), ("iso-8859-1", [0x93, 0xE9, 0x94], "“é”"),
        ("iso-8859-7", [0xE1, 0xE2], "αβ"), ("windows-874", [0xA1, 0xA2], "กข"), ("tis-620", [0xA1], "ก"),
        ("windows-1255", [0xF9, 0xEC], "של"), ("windows-1256", [0xDA, 0xD1, 0xC8], "عرب"),
        ("utf-8", [0xC3, 0xA9], "é"),
    ])
    func aTitleIsReadInTheEncodingThatIsDeclared(_ label: String, _ bytes: [UInt8], _ title: String) {
        #expect(page("<meta charset=\(label)>", title: bytes).title == title)
        #expect(page("", title: bytes, contentType: "text/html; charset=\(label)").title == title)
    }

    @Test func aHeaderThatLiesIsBelieved() {
        // As browsers do: the header is the standard's second witness, and the page's own word the third.
        let page = page(
            "<meta charset=utf-8>", title: [0xC3, 0xA9], contentType: "text/html; charset=iso-8859-1")
        #expect(page.title == "Ã©")
    }

    @Test func aMetaElementThatLiesAboutUTF16IsNotBelieved() {
        #expect(page("<meta charset=utf-16><title>é</title>").title == "é")
    }

    @Test func bytesThatBreakTheDeclaredEncodingAreReplaced() {
        #expect(page("<meta charset=utf-8>", title: [0x61, 0xE9, 0x62]).title == "a\u{FFFD}b")
    }

    @Test func anUndeclaredPageIsUTF8IfItCanBe() {
        #expect(page("", title: [0xC3, 0xA9]).title == "é")
        #expect(page("", title: [0xE9]).title == "é")
    }

    @Test(arguments: [true, false])
    func aPageInUTF16IsReadInBothByteOrders(_ isBigEndian: Bool) {
        let units = Array("\u{FEFF}<svg><title>no</title></svg><title>日本 &amp; \u{1F4A9}</title>".utf16)
        let bytes = units.flatMap { unit in
            let high = UInt8(unit >> 8)
            let low = UInt8(truncatingIfNeeded: unit)
            return isBigEndian ? [high, low] : [low, high]
        }
        #expect(HTMLPage(bytes: bytes).title == "日本 & \u{1F4A9}")
    }

    @Test func halfAnIdeographThatLooksLikeMarkupIsNone() {
        // In ISO-2022-JP the two bytes `<b` are an ideograph.
        let source = Array("<title>\u{1B}$B<b\u{1B}(B</title>".utf8)
        #expect(HTMLPage(bytes: source, contentType: "text/html;charset=iso-2022-jp").title == "錫")
    }

    @Test(arguments: [
        ("shift_jis", "yes"), ("gbk", "yes"), ("big5", "yes"), ("euc-kr", "no"), ("utf-8", "no"),
    ])
    func halfAnIdeographThatLooksLikeABracketEndsNoSection(_ label: String, _ title: String) {
        // 0x95 and the bracket are one character in the first three, and the section goes on to the
        // next end. In the others they are none, and the bracket is a bracket.
        let html =
            Array("<svg><![CDATA[".utf8) + [0x95]
            + Array("]]></svg><title>no</title>]]></svg><title>yes</title>".utf8)
        #expect(HTMLPage(bytes: html, contentType: "text/html;charset=\(label)").title == title)
    }

    @Test func aTruncatedCharacterDoesNotSwallowTheEndTag() {
        #expect(page("<meta charset=shift_jis>", title: [0x93]).title == "\u{FFFD}")
        #expect(page("<meta charset=gbk>", title: [0xD6, 0xD0, 0xCE]).title == "中\u{FFFD}")
    }

    @Test func aTruncatedCharacterIsReadAsItIsBeforeTheEndTag() {
        // A lead byte and a digit: before a `<` the digit is text, at the end of the page it is lost.
        let html = Array("<title>a".utf8) + [0xA4, 0x38]
        #expect(
            HTMLPage(bytes: html + Array("</title>".utf8), contentType: "a/b;charset=gbk").title
                == "a\u{FFFD}8")
        #expect(HTMLPage(bytes: html, contentType: "a/b;charset=gbk").title == "a\u{FFFD}")
    }

    @Test func aPageInAnAbandonedEncodingHasNoTitle() {
        let page = page("<meta charset=iso-2022-kr><title>a</title>")
        #expect(page.title == nil)
        #expect(page.text == "\u{FFFD}")
    }

    @Test func everyTruncationOfAPageIsReadWithoutTrouble() {
        let html =
            "<?xml encoding='utf-8'?><!--a--><svg><![CDATA[]]></svg><script><!--<script></script>--></script>"
        let bytes = Array("\(html)<meta charset='shift_jis'><title x=y>日&amp;本&#x41;</title><p>".utf8)
        for length in bytes.indices { _ = HTMLPage(bytes: Array(bytes[..<length])).title }
        #expect(HTMLPage(bytes: bytes, contentType: "text/html;charset=utf-8").title == "日&本A")
    }
}
