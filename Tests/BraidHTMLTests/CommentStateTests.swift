// HTML tests › CommentState: comments and other markup that holds no elements.

import Testing

@testable import BraidHTML

@Suite struct CommentTests {
    @Test(arguments: [
        "<!-- <title>no</title> -->", "<!-->", "<!--->", "<!---->", "<!-- --!>", "<!-- -- - > -->",
        "<!----!>",
        "<!--<!--<title>no</title>-->", "<!-- --!--!>", "<!doctype html>", "<!DOCTYPE x \"<title>\">",
        "<?xml <title?>",
        "</ <title>", "</>", "<!>", "<!->", "<!x<title>", "<![CDATA[<title>", "<3", "<", "a < b",
    ])
    func markupThatIsNoElementHidesWhatItHolds(_ html: String) {
        #expect(title(html + "<title>yes</title>") == "yes")
    }

    @Test(arguments: [
        "<!-- ", "<!-- -", "<!-- --", "<!-- --! >", "<!-- -- >", "<!", "<?", "</", "<!doctype", "</é",
    ])
    func whatIsNotClosedHidesTheRest(_ html: String) {
        let rest = title(html + " <title>no</title")
        #expect(rest == nil)
    }
}
