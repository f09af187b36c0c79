// HTML tests › TitleScanner: what is a title and what only looks like one.

import Testing

@testable import BraidHTML

@Suite struct TitleElementTests {
    @Test(arguments: [
        "<title>a</title>", "<TITLE>a</TITLE>", "<tItLe>a</TiTlE >", "<title\n>a</title\n>",
        "<title/>a</title/>",
        "<title lang=en>a</title x=y>", "<title a='</title>'>a</title>", "<title a=b>a</title>",
        "<p><title>a</title>", "</title><title>a</title>", "<title>a</title", "<head><title>a</title></head>",
        "<table><title>a</title>", "<select><title>a</title></select>", "<title>a</title><title>b</title>",
    ])
    func aTitleIsFound(_ html: String) {
        #expect(title(html)?.hasPrefix("a") == true)
    }

    @Test func theFirstOfTwoTitlesCounts() {
        #expect(title("<title></title><title>b</title>") == "")
    }

    @Test(arguments: [
        "", "<titles>a</titles>", "< title>a</title>", "<title", "<title a", "<title a='>b</title>",
    ])
    func aPageWithoutATitleHasNone(_ html: String) {
        #expect(title(html) == nil)
    }

    @Test func anEmptyTitleIsNoMissingTitle() {
        #expect(title("<title></title>") == "")
    }

    @Test func anUnclosedTitleReachesToTheEnd() {
        #expect(title("<title>a<b>c</b>") == "a<b>c</b>")
        #expect(title("<title>") == "")
    }

    @Test func anEndTagCutShortIsText() {
        #expect(title("<title>a<") == "a<")
        #expect(title("<title>a</") == "a</")
        #expect(title("<title>a</titl") == "a</titl")
        #expect(title("<title>a</title") == "a</title")
    }

    @Test func anEndTagCutAfterItsNameEndsTheTitle() {
        #expect(title("<title>a</title ") == "a")
    }

    @Test func otherTagsAndCommentsInsideATitleAreText() {
        #expect(
            title("<title>a<!-- </titles></b></ title><title></title>")
                == "a<!-- </titles></b></ title><title>")
    }

    @Test func attributeValuesHideATitle() {
        #expect(title("<a b=\"<title>no</title>\"><title>yes</title>") == "yes")
        #expect(title("<a b='<title>no</title>'><title>yes</title>") == "yes")
        #expect(title("<a b=<title>yes</title>") == nil)
        #expect(title("<a =\"><title>yes</title>") == "yes")
        #expect(title("<a b=\"c\"d='><title>no'><title>yes</title>") == "yes")
    }

    @Test func referencesAndLineEndsAndNullsAreResolved() {
        #expect(title("<title>\r\na\rb\n&amp;\0</title>") == "\na\nb\n&\u{FFFD}")
    }

    @Test func afterTheTitleNothingMoreIsRead() {
        var scanner = TitleScanner()
        let bytes = Array("<p><title>a</title>".utf8)
        let verdict = scanner.consume(bytes.span)
        #expect(verdict == .found(TitleSource(bytes: Array("a".utf8), isClosed: true)))
    }
}
