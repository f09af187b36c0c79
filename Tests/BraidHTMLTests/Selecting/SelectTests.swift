// HTML tests › Select: what an expression finds in a page.

import Testing

@testable import BraidHTML

/// What is selected from a page in UTF-8, or from these bytes.
private func select(_ xpath: String, _ html: String, contentType: String? = nil) throws -> XPathResult {
    try HTMLPage(bytes: Array(html.utf8), contentType: contentType).select(xpath: xpath)
}

@Suite struct SelectTests {
    private let list = """
        <!DOCTYPE html><title>A &amp; B</title><ul><li class=x>one<li>two <b>bold</b><li class=y><!--no-->three</ul>\
        <a href="/a?b=1&amp;c=2">link</a>
        """

    @Test func nodesComeInTheOrderOfThePage() throws {
        #expect(try select("//li", list) == .nodes(["one", "two bold", "three"]))
        #expect(try select("//b | //title | //a/@href", list) == .nodes(["A & B", "bold", "/a?b=1&c=2"]))
        #expect(try select("//li/@class", list) == .nodes(["x", "y"]))
        #expect(try select("//li[3]/comment()", list) == .nodes(["no"]))
    }

    @Test func nothingFoundIsNoNodes() throws {
        #expect(try select("//table", list) == .nodes([]))
        #expect(try select("//table", list).strings == [])
    }

    @Test func stringsNumbersAndTruthValues() throws {
        #expect(try select("string(//li[2])", list) == .string("two bold"))
        #expect(try select("count(//li)", list) == .number(3))
        #expect(try select("//li = 'three'", list) == .boolean(true))
        #expect(try select("string(//table)", list).strings == [""])
        #expect(try select("count(//li)", list).strings == ["3"])
        #expect(try select("count(//li) = 4", list).strings == ["false"])
    }

    @Test(arguments: [
        ("1 div 4", "0.25"), ("-1 div 3 * 0", "0"), ("0 div 0", "NaN"), ("-1 div 0", "-Infinity"),
        ("1 div 0", "Infinity"),
        ("100000 * 100000 * 100000 * 100000", "100000000000000000000"), ("1 div 8000000", "0.000000125"),
        ("-5 div 10000000", "-0.0000005"), ("999999999999999", "999999999999999"),
    ])
    func numbersAreWrittenWithoutExponents(expression: String, text: String) throws {
        #expect(try select(expression, "<p>").strings == [text])
    }

    @Test func theContextIsThePage() throws {
        #expect(try select("html/body/ul/li[1]", list) == .nodes(["one"]))
        #expect(try select("name(/*)", list) == .string("html"))
    }

    @Test func anElementIsFoundByItsIdentifier() throws {
        #expect(try select("id('b')", "<p id=a>one<p id=b>two") == .nodes(["two"]))
    }

    @Test(arguments: ["", " \n", "<!-- nothing -->", "<!DOCTYPE html>", "\u{FEFF}"])
    func aPageWithoutContentIsAPage(html: String) throws {
        #expect(try select("//p", html) == .nodes([]))
        #expect(try select("count(//p)", html) == .number(0))
    }

    @Test func aZeroCharacterDoesNotEndThePage() throws {
        #expect(try select("count(//p)", "<p>a\0b<p>c\0") == .number(2))
        #expect(try select("//p[1]", "<p>a\0b<p>c") == .nodes(["a b"]))
    }

    @Test func aPageThatIsCutOffIsReadAsFarAsItGoes() throws {
        #expect(try select("//p", "<p>one<p>tw<a href='x") == .nodes(["one", "tw"]))
    }
}

@Suite struct SelectEncodingTests {
    @Test(arguments: [
        ("gb2312", [0xD6, 0xD0, 0xCE, 0xC4], "中文"), ("shift_jis", [0x93, 0xFA, 0x96, 0x7B], "日本"),
        ("koi8-r", [0xF2, 0xD5, 0xD3, 0xD8], "Русь"), ("iso-8859-1", [0x93, 0xE9, 0x94], "“é”"),
        ("windows-874", [0xA1, 0xA2], "กข"), ("big5", [0xA4, 0xA4, 0xA4, 0xE5], "中文"),
    ])
    func charactersAreDecodedAsForTheTitle(_ label: String, _ bytes: [UInt8], _ text: String) throws {
        let body = Array("<meta charset=\(label)><p title='".utf8) + bytes + Array("'>".utf8) + bytes
        #expect(try HTMLPage(bytes: body).select(xpath: "//p/@title | //p").strings == [text, text])
        #expect(try HTMLPage(bytes: body).select(xpath: "//p[@title = '\(text)']").strings == [text])
    }

    @Test func whatThePageSaysIsNotBelievedASecondTime() throws {
        // The header wins, and the page is UTF-8 when libxml2 sees it, whatever it says of itself.
        let html = "<?xml version='1.0' encoding='koi8-r'?><meta charset=shift_jis><p>é中"
        #expect(try select("//p", html, contentType: "text/html; charset=utf-8") == .nodes(["é中"]))
    }

    @Test func wrongBytesAreReplacedAndThePageGoesOn() throws {
        let body = Array("<meta charset=utf-8><p>a".utf8) + [0xE9] + Array("b<p>c".utf8)
        #expect(try HTMLPage(bytes: body).select(xpath: "//p").strings == ["a\u{FFFD}b", "c"])
    }

    @Test func aPageInUTF16IsReadInBothByteOrders() throws {
        let units = Array("\u{FEFF}<p>日本".utf16)
        let big = units.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
        let little = units.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        #expect(try HTMLPage(bytes: big).select(xpath: "//p").strings == ["日本"])
        #expect(try HTMLPage(bytes: little).select(xpath: "//p").strings == ["日本"])
    }
}
