// Command tests › Site request: what the demonstration site understands.

import Testing

@testable import BraidSite

struct SiteRequestTests {
    private func request(_ text: String) -> SiteRequest? {
        var received = Array(text.utf8)
        return SiteRequest(takenFrom: &received)
    }

    @Test func oneIsTakenAfterTheOther() {
        var received = Array("GET /a?b HTTP/1.1\r\nHost: x\r\n\r\nHEAD /c HTTP/1.1\r\n\r\nGET /d".utf8)
        let first = SiteRequest(takenFrom: &received)
        #expect(first?.path == "/a" && first?.isHead == false && first?.isLast == false)
        let second = SiteRequest(takenFrom: &received)
        #expect(second?.path == "/c" && second?.isHead == true)
        #expect(SiteRequest(takenFrom: &received) == nil)
        #expect(received == Array("GET /d".utf8))
    }

    @Test func whoeverDoesNotKeepTheConnectionIsTheLast() {
        #expect(request("GET / HTTP/1.1\r\nConnection: Close\r\n\r\n")?.isLast == true)
        #expect(request("GET / HTTP/1.0\r\n\r\n")?.isLast == true)
    }

    @Test func whatHasABodyOrIsNoRequestForAPageIsShownOut() {
        for text in ["POST / HTTP/1.1\r\n\r\n", "\r\n\r\n", "GET\r\n\r\n"] {
            #expect(request(text)?.isUnderstood == false && request(text)?.isLast == true)
        }
        #expect(request("GET / HTTP/1.1\r\nContent-Length: 4\r\n\r\nbody")?.isLast == true)
    }
}
