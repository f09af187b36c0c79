import BraidTestSupport
import HTTPTypes
import Testing

@testable import BraidHTTP

// One request after the other on one MultiHandle, which lends all of them the same easy handle.

@Suite(.offThePool) struct HandleReuseTests {
    /// What the server saw, answered as the body: the request line, and the fields that matter here.
    private func echo() -> LoopbackServer {
        LoopbackServer { exchange in
            let fields = ["Content-Length", "Content-Type", "X-Own", "Authorization", "User-Agent"]
            let body = exchange.field("Content-Length") == nil ? "" : exchange.readBody()
            let seen = fields.compactMap { name in exchange.field(name).map { "\(name)=\($0)" } }
            let text = ([exchange.head[0]] + seen + [body]).joined(separator: "|")
            return exchange.respond("200 OK", [], exchange.method == "HEAD" ? [] : Array(text.utf8))
        }
    }

    private func answers(
        _ requests: [Request], _ configuration: HTTPClient.Configuration = .direct
    ) throws -> [String] {
        // Of one client, so that the handle keeps its options where it may.
        let (driver, settings) = (try PollDriver(configuration), Settings(configuration))
        return try requests.map { request in
            let transfer = try Transfer(request, settings: settings)
            driver.run([transfer])
            return try #require(transfer.result).get().text
        }
    }

    @Test func aGetAfterOtherMethodsIsAGet() throws {
        let server = echo()
        let url = server.url("/x")
        let plain = "GET /x HTTP/1.1|User-Agent=braid|"
        let posted = Request(
            url: url, method: .post, headerFields: [.contentType: "text/plain"], body: Array("body".utf8))
        let put = Request(url: url, method: .put, body: Array("other".utf8))
        let get = Request(url: url)
        let head = Request(url: url, method: .head)
        let options = Request(url: url, method: .options)
        let seen = try answers([get, posted, get, put, get, head, get, options, get, posted, posted])
        let postSeen = "POST /x HTTP/1.1|Content-Length=4|Content-Type=text/plain|User-Agent=braid|body"
        #expect(
            seen == [
                plain, postSeen, plain, "PUT /x HTTP/1.1|Content-Length=5|User-Agent=braid|other", plain, "",
                plain, "OPTIONS /x HTTP/1.1|User-Agent=braid|", plain, postSeen, postSeen,
            ])
        #expect(server.connections == 1)
    }

    @Test func theFieldsOfOneRequestAreNotThoseOfTheNext() throws {
        let server = echo()
        let own = Request(
            url: server.url("/x"), headerFields: [.init("X-Own")!: "1", .authorization: "secret"])
        let other = Request(url: server.url("/x"), headerFields: [.init("X-Own")!: "2"])
        let seen = try answers([own, Request(url: server.url("/x")), other, own])
        #expect(
            seen == [
                "GET /x HTTP/1.1|X-Own=1|Authorization=secret|User-Agent=braid|",
                "GET /x HTTP/1.1|User-Agent=braid|",
                "GET /x HTTP/1.1|X-Own=2|User-Agent=braid|",
                "GET /x HTTP/1.1|X-Own=1|Authorization=secret|User-Agent=braid|",
            ])
    }

    @Test func aPasswordInAURLIsForThatRequestAlone() throws {
        let server = echo()
        let secret = server.url("/x").replacing("http://", with: "http://user:secret@")
        let other = server.url("/x").replacing("http://", with: "http://other:secret@")
        let plain = server.url("/x")
        let seen = try answers([secret, plain, plain, other, plain].map { Request(url: $0) })
        #expect(
            seen == [
                "GET /x HTTP/1.1|Authorization=Basic dXNlcjpzZWNyZXQ=|User-Agent=braid|",
                "GET /x HTTP/1.1|User-Agent=braid|", "GET /x HTTP/1.1|User-Agent=braid|",
                "GET /x HTTP/1.1|Authorization=Basic b3RoZXI6c2VjcmV0|User-Agent=braid|",
                "GET /x HTTP/1.1|User-Agent=braid|",
            ])
    }

    @Test func transfersOfDifferentConfigurationsKeepTheirOwn() throws {
        let server = echo()
        let driver = try PollDriver(.direct)
        for agent in ["one", "two", nil, "one"] {
            let transfer = try Transfer(
                Request(url: server.url("/x")), configuration: .direct { $0.userAgent = agent })
            driver.run([transfer])
            let text = try #require(transfer.result).get().text
            #expect(text == "GET /x HTTP/1.1|\(agent.map { "User-Agent=\($0)|" } ?? "")")
        }
    }

    @Test func aGetAfterAFailureIsComplete() throws {
        let server = LoopbackServer { exchange in
            exchange.path == "/cut" ? false : exchange.respond("200 OK", [], exchange.path)
        }
        let driver = try PollDriver(.direct)
        for path in ["/a", "/cut", "/b", "/cut", "/c"] {
            let transfer = try Transfer(Request(url: server.url(path)), configuration: .direct)
            driver.run([transfer])
            let result = try #require(transfer.result)
            if path == "/cut" { #expect(result.error != nil) } else { #expect(try result.get().text == path) }
        }
    }

    /// libcurl tries a request again when the connection that it was given turns out to be dead, five times at most, and counts
    /// that in the handle: what earlier requests have used up must be forgotten.
    @Test func eachRequestMayMeetADeadConnection() throws {
        let requests = Tally()
        // A new connection is answered once, and dies of the next request.
        let server = LoopbackServer { exchange in
            requests.add() % 2 == 1 ? exchange.respond("200 OK", [], exchange.path) : false
        }
        let paths = (0..<20).map { "/\($0)" }
        #expect(try answers(paths.map { Request(url: server.url($0)) }) == paths)
        #expect(server.connections == 20)
    }

    @Test func optionsAreSetOnceForPlainRequestsOfTheSameSettings() throws {
        let server = echo()
        let (driver, settings) = (try PollDriver(.direct), Settings(.direct))
        func handle(_ request: Request, _ settings: Settings) throws -> EasyHandle.Preparation? {
            let transfer = try Transfer(request, settings: settings)
            driver.multi.add(transfer)
            let preparation = transfer.easy?.preparation
            while transfer.result == nil { _ = driver.takeWishes() + driver.turn() }
            return preparation
        }
        let plain = Request(url: server.url("/x"))
        let expected = EasyHandle.Preparation(settings: settings, isSecure: false)
        #expect(try handle(plain, settings) == expected)
        #expect(try handle(Request(url: server.url("/x"), method: .post, body: [1]), settings) == nil)
        #expect(try handle(Request(url: server.url("/x"), headerFields: [.accept: "a/b"]), settings) == nil)
        #expect(try handle(plain, settings) == expected)
        #expect(try handle(plain, Settings(.direct)) != expected)
    }

    @Test func aRequestAfterARedirectFollowsItsOwn() throws {
        let server = LoopbackServer { exchange in
            exchange.path == "/old"
                ? exchange.respond("302 Found", ["Location: /new"], "moved")
                : exchange.respond("200 OK", [], exchange.path)
        }
        let requests = [
            Request(url: server.url("/a")), Request(url: server.url("/old"), method: .put),
            Request(url: server.url("/old")), Request(url: server.url("/b")),
            Request(url: server.url("/old")),
        ]
        // Whose answers are their paths, but for a redirect that is not followed.
        let driver = try PollDriver(.direct)
        let settings = Settings(.direct)
        let texts = try requests.map { request in
            let transfer = try Transfer(request, settings: settings)
            driver.run([transfer])
            return try #require(transfer.result).get().text
        }
        #expect(texts == ["/a", "moved", "/new", "/b", "/new"])
    }
}
