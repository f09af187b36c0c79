import BraidTestSupport
import HTTPTypes
import Testing

@testable import BraidHTTP

@Suite(.offThePool) struct RedirectTests {
    /// Answers `/3` with a redirect to `/2` and so on, and `/0` with what it was asked.
    private func countdown(_ status: String = "302 Found") -> LoopbackServer {
        LoopbackServer { exchange in
            let body = exchange.readBody()
            guard let count = Int(exchange.path.dropFirst()), count > 0 else {
                return exchange.respond("200 OK", ["X-Last: yes"], "\(exchange.method) \(body)")
            }
            return exchange.respond(status, ["Location: /\(count - 1)", "X-First: yes"], "moved")
        }
    }

    @Test func aChainEndsInItsLastResponse() throws {
        let server = countdown()
        let response = try PollDriver.fetch(server.url("/3")).get()
        #expect(response.url == server.url("/3"))
        #expect(response.finalURL == server.url("/0"))
        #expect(response.redirects == 3)
        #expect(response.text == "GET ")
        #expect(response.headerFields[.init("X-Last")!] == "yes")
        #expect(response.headerFields[.init("X-First")!] == nil)
        #expect(server.connections == 1)
    }

    @Test func aChainOfExactlyTheLimit() throws {
        let server = countdown()
        let response = try PollDriver.fetch(server.url("/3"), .direct { $0.maximumRedirects = 3 }).get()
        #expect(response.redirects == 3)
    }

    @Test func aChainOverTheLimit() throws {
        let server = countdown()
        let result = try PollDriver.fetch(server.url("/4"), .direct { $0.maximumRedirects = 3 })
        #expect(result.error == HTTPError(.tooManyRedirects, "more than 3 redirects"))
    }

    @Test func aLoopIsToldFromALongChain() throws {
        let server = LoopbackServer {
            $0.respond("302 Found", ["Location: \($0.path == "/a" ? "/b" : "/a")"])
        }
        let result = try PollDriver.fetch(server.url("/a"))
        let (a, b) = (server.url("/a"), server.url("/b"))
        #expect(
            result.error == HTTPError(.redirectLoop, "the redirects come back to \(a): \(a) → \(b) → \(a)"))
    }

    @Test func withALimitOfZeroARedirectIsAResponse() throws {
        let server = countdown()
        let response = try PollDriver.fetch(server.url("/1"), .direct { $0.maximumRedirects = 0 }).get()
        #expect(response.status == .found)
        #expect(response.text == "moved")
        #expect(response.headerFields[.location] == "/0")
    }

    @Test(arguments: ["301 Moved Permanently", "302 Found", "303 See Other"])
    func aPostBecomesAGet(_ status: String) throws {
        let server = countdown(status)
        let request = Request(url: server.url("/1"), method: .post, body: Array("data".utf8))
        #expect(try PollDriver.fetch(request).get().text == "GET ")
    }

    @Test(arguments: ["307 Temporary Redirect", "308 Permanent Redirect"])
    func aPostStaysAPost(_ status: String) throws {
        let server = countdown(status)
        let request = Request(url: server.url("/1"), method: .post, body: Array("data".utf8))
        #expect(try PollDriver.fetch(request).get().text == "POST data")
    }

    @Test func otherMethodsDoNotFollow() throws {
        let server = countdown()
        let response = try PollDriver.fetch(Request(url: server.url("/1"), method: .delete)).get()
        #expect(response.status == .found)
    }

    @Test(arguments: ["ftp://127.0.0.1/x", "file:///etc/passwd", "gopher://127.0.0.1/"])
    func aRedirectOutOfHTTPIsRefused(_ target: String) throws {
        let server = LoopbackServer { $0.respond("302 Found", ["Location: \(target)"]) }
        #expect(try PollDriver.fetch(server.url()).error?.kind == .unsupportedScheme)
    }

    @Test func aRedirectToNoURL() throws {
        let server = LoopbackServer { $0.respond("302 Found", ["Location: http://127.0.0.1:99999/"]) }
        #expect(try PollDriver.fetch(server.url()).error?.kind == .malformedURL)
    }

    @Test func aRedirectToARefusedPortNamesThatPort() throws {
        let port = { LoopbackServer { _ in false }.port }()
        let server = LoopbackServer { $0.respond("302 Found", ["Location: http://127.0.0.1:\(port)/"]) }
        #expect(
            try PollDriver.fetch(server.url()).error
                == HTTPError(.refused, "nothing listens at 127.0.0.1:\(port)"))
    }

    @Test(
        .enabled("this libcurl knows no international host names") {
            try LibraryFeatures.read().internationalHostNames
        })
    func aRedirectToAnInternationalHostWhateverTheLocale() throws {
        let server = LoopbackServer { $0.respond("302 Found", ["Location: http://bücher.invalid/"]) }
        #expect(
            try PollDriver.fetch(server.url()).error
                == HTTPError(.unknownHost, "no address found for xn--bcher-kva.invalid"))
    }

    @Test func aRedirectToAServerThatDoesNotAnswer() throws {
        let server = LoopbackServer {
            $0.path == "/" ? $0.respond("302 Found", ["Location: /slow"]) : $0.waitForTheClientToGo()
        }
        let result = try PollDriver.fetch(server.url(), .direct { $0.timeout = .milliseconds(100) })
        #expect(
            result.error == HTTPError(.timeout, "no answer from 127.0.0.1:\(server.port) within 100 ms"))
    }

    @Test func aLargeBodyOfARedirectIsNotOurs() throws {
        let server = LoopbackServer {
            $0.path == "/"
                ? $0.respond("302 Found", ["Location: /x"], String(repeating: "x", count: 5000))
                : $0.respond("200 OK", [], "small")
        }
        let response = try PollDriver.fetch(server.url(), .direct { $0.maximumBodyBytes = 100 }).get()
        #expect(response.text == "small")
    }

    @Test func aRedirectWithoutALocationIsAResponse() throws {
        let server = LoopbackServer { $0.respond("302 Found", [], "where?") }
        #expect(try PollDriver.fetch(server.url()).get().text == "where?")
    }
}
