// HTML tests › ContentType: the charset of a header, and what is none.

import Testing

@testable import BraidHTML

@Suite struct ContentTypeTests {
    @Test(arguments: [
        ("text/html; charset=utf-8", "utf-8"), ("text/html;charset=\"utf-8\"", "utf-8"),
        ("text/html;CHARSET=GBK", "GBK"), ("text/html ; charset=gbk ", "gbk"),
        ("text/html;charset=gbk;charset=big5", "gbk"), ("text/html;x=\";charset=no\";charset=yes", "yes"),
        ("text/html;charset=\"a\\\"b\"", "a\"b"), ("text/html;charset=\"gbk", "gbk"),
        ("text/html;charset=gbk, text/html", "gbk"),
        ("text/html;charset=gbk, text/html;charset=big5", "big5"),
        ("text/html;charset=gbk, */*", "gbk"), ("text/html;charset=gbk, nonsense", "gbk"),
        ("text/html;charset='utf-8'", "'utf-8'"), ("text/html;;;charset=gbk", "gbk"),
    ])
    func theCharsetIsFoundAsFetchFindsIt(_ header: String, _ charset: String) {
        #expect(ContentType.charset(header) == charset)
    }

    @Test(arguments: [
        "text/html; charset=utf-8", "Text/HTML;Charset=windows-1252", "text/html;  charset=a_b",
        "text/html; charset=", "text/html; charset=a b", "text/html;charset=a;b", "text/html;charset=a,b",
        "text/plain; charset=a", "text/html; charset=\"a\"", "text/html;", "text/html;x=y",
    ])
    func theShortWayAgreesWithTheLongOneWhereItIsTaken(_ header: String) {
        let bytes = header.utf8.span
        guard let label = ContentType.plainCharset(bytes) else { return }
        let text = String(decoding: Array(header.utf8)[label], as: UTF8.self)
        #expect(ContentType.charset(header) == text)
        #expect(text.utf8.allSatisfy { $0 != 0x20 && $0 != 0x2C && $0 != 0x3B })
    }

    @Test func theShortWayIsTakenForWhatServersSend() {
        for header in ["text/html; charset=utf-8", "text/html;charset=UTF-8", "text/html; charset=Shift_JIS"]
        {
            #expect(ContentType.plainCharset(header.utf8.span) != nil)
        }
    }

    @Test(arguments: [
        "", "text/html", "charset=utf-8", "text/html; charset", "text/html; charset=", "text/; charset=gbk",
        "text /html;charset=gbk", "text/html; x=charset=gbk", "text/html;charset=gbk, text/plain",
        "text/html;charset =gbk", "text/html; chars\u{E9}t=gbk",
    ])
    func whatIsNoCharsetIsNil(_ header: String) {
        #expect(ContentType.charset(header) == nil)
    }
}
