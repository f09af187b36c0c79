// HTML tests › OpenElements: foreign content, templates and framesets.

import Testing

@testable import BraidHTML

@Suite struct ForeignContentTests {
    @Test(arguments: [
        "<svg><title>no</title></svg>", "<math><title>no</title></math>", "<svg/>",
        "<svg><g><title>no</title></g></svg>",
        "<svg><style><title>no</title></style></svg>", "<svg><script><b></script>",
        "<svg><![CDATA[</svg><title>no]]></svg>",
        "<svg><![CDATA[]]]></svg>", "<svg><title></title><p>", "<svg></p>", "<svg></br>",
        "<svg><font color=x>",
        "<svg><foreignObject>", "<svg><desc>", "<math><mi>", "<math><annotation-xml encoding='TEXT/html'>",
        "<math><annotation-xml encoding=text&sol;html>",
        "<math><annotation-xml encoding=application/xhtml+xml>",
        "<div><svg></div>", "<span><svg></span>", "<p><svg><g></p>", "<svg><SVG></svg></svg>",
        "<svg><g/></svg>",
        "<math><annotation-xml><svg><desc>", "<body><noscript><svg></noscript>", "<h1><svg></h2>",
        "<svg><desc><p></p></desc></svg>", "<table><tr><td><svg></table>",
    ])
    func aTitleAfterForeignContentCounts(_ html: String) {
        #expect(title(html + "<title>yes</title>") == "yes")
    }

    @Test(arguments: [
        "<svg>", "<math>", "<svg><font>", "<svg><font colour=x>", "<svg><desc></desc>", "<math><mi><mglyph>",
        "<math><annotation-xml>", "<math><annotation-xml encoding=text/xml>", "<svg></div>", "<svg><g></svg ",
        "<math><annotation-xml encoding=x encoding=text/html>", "<svg><path d='<p>'>",
        "<div><svg><foreignObject></div><svg>",
        "<math></annotation-xml>", "<span><div><svg></span>", "<svg><![CDATA[", "<svg></html>",
        "<svg></body>",
    ])
    func aTitleInsideForeignContentDoesNot(_ html: String) {
        #expect(title(html + "<title>no</title>") == nil)
    }

    @Test func aSectionOfCharacterDataIsACommentOutsideForeignContent() {
        #expect(title("<![CDATA[><title>yes</title>]]>") == "yes")
        #expect(title("<svg><desc><b><![CDATA[><title>yes</title>]]>") == "yes")
    }

    @Test func aTitleInATemplateIsNotTheDocuments() {
        #expect(title("<template><title>no</title></template><title>yes</title>") == "yes")
        #expect(title("<template><svg></template><title>yes</title>") == "yes")
        #expect(title("<template><div></div><title>no</title>") == nil)
        #expect(title("</template><title>yes</title>") == "yes")
    }

    @Test func aTitleInAFramesetIsIgnored() {
        #expect(title("<head></head><frameset><title>no</title></frameset><title>no</title>") == nil)
        #expect(title("<frameset><noframes><title>no</title></noframes>") == nil)
        #expect(title("<p>text<frameset><title>yes</title>") == "yes")
        #expect(title("<body><frameset><title>yes</title>") == "yes")
        #expect(title("</br><frameset><title>yes</title>") == "yes")
        #expect(title("<template></template><frameset><title>no</title>") == nil)
        #expect(title("<p><template></template><frameset><title>yes</title>") == "yes")
    }

    @Test func deepNestingIsBounded() {
        let depth = String(repeating: "<div>", count: 5000)
        #expect(title(depth + "<svg></svg>" + "<title>yes</title>") == "yes")
    }
}
