import BraidTestSupport
import HTTPTypes
import Testing

@testable import BraidHTTP

@Suite(.offThePool) struct TransferTests {
    // MARK: Answers

    @Test func aPage() throws {
        let server = LoopbackServer { $0.respond("200 OK", ["Content-Type: text/html"], "<title>Hi</title>") }
        let response = try PollDriver.fetch(server.url("/page")).get()
        #expect(response.status == .ok)
        #expect(response.status.reasonPhrase == "OK")
        #expect(response.text == "<title>Hi</title>")
        #expect(response.headerFields[.contentType] == "text/html")
        #expect(response.url == server.url("/page"))
        #expect(response.finalURL == server.url("/page"))
        #expect(response.version == .http1point1)
        #expect(response.bytesReceived == 17)
        #expect(response.redirects == 0)
        #expect(response.seconds > 0)
    }

    @Test func aMissingPageIsAResponse() throws {
        let server = LoopbackServer { $0.respond("404 Not Found", [], "gone") }
        let response = try PollDriver.fetch(server.url()).get()
        #expect(response.status == .notFound)
        #expect(response.text == "gone")
    }

    @Test func anEmptyBody() throws {
        let server = LoopbackServer { $0.send("HTTP/1.1 204 No Content\r\n\r\n") }
        #expect(try PollDriver.fetch(server.url()).get().body.isEmpty)
    }

    @Test func aBodyThatEndsWithTheConnection() throws {
        let server = LoopbackServer {
            $0.send("HTTP/1.0 200 OK\r\n\r\nold style")
            return false
        }
        let response = try PollDriver.fetch(server.url()).get()
        #expect(response.text == "old style")
        #expect(response.version == .http1)
    }

    @Test func aChunkedBodyWithTrailers() throws {
        let server = LoopbackServer {
            $0.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            return $0.send("3\r\nabc\r\n2\r\nde\r\n0\r\nX-Sum: 1\r\n\r\n")
        }
        let response = try PollDriver.fetch(server.url()).get()
        #expect(response.text == "abcde")
        #expect(response.headerFields[.init("X-Sum")!] == nil)
    }

    @Test func earlyHintsComeBeforeTheResponse() throws {
        let server = LoopbackServer {
            $0.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")
            return $0.respond("200 OK", [], "page")
        }
        let response = try PollDriver.fetch(server.url()).get()
        #expect(response.status == .ok)
        #expect(response.headerFields[.init("Link")!] == nil)
    }

    @Test func aGzipBodyIsDecoded() throws {
        let server = LoopbackServer {
            $0.respond("200 OK", ["Content-Encoding: gzip"], Gzip.stored(Array("packed".utf8)))
        }
        let response = try PollDriver.fetch(server.url()).get()
        #expect(response.text == "packed")
        #expect(response.bytesReceived == 29)
    }

    // MARK: Requests

    @Test func whatIsSent() throws {
        let server = LoopbackServer { $0.respond("200 OK", [], $0.head.joined(separator: "\n")) }
        var request = Request(url: server.url("/a?b"))
        request.headerFields[.accept] = "text/html"
        request.headerFields[.init("X-Empty")!] = ""
        request.headerFields[.contentLength] = "999"
        let head = try PollDriver.fetch(request).get().text
        #expect(head.hasPrefix("GET /a?b HTTP/1.1\n"))
        #expect(head.contains("Accept: text/html"))
        #expect(head.contains("X-Empty:"))
        #expect(head.contains("User-Agent: braid"))
        #expect(head.contains("Accept-Encoding: deflate, gzip"))
        #expect(!head.contains("999"))
        #expect(!head.contains("Expect"))
    }

    @Test func noUserAgentIfNoneIsWanted() throws {
        let server = LoopbackServer { $0.respond("200 OK", [], $0.head.joined(separator: "\n")) }
        let response = try PollDriver.fetch(server.url(), .direct { $0.userAgent = nil }).get()
        #expect(!response.text.contains("User-Agent"))
    }

    @Test func aLineBreakInAValueDoesNotBecomeAField() throws {
        let server = LoopbackServer { $0.respond("200 OK", [], $0.head.joined(separator: "\n")) }
        var request = Request(url: server.url())
        request.headerFields[.accept] = "a\r\nX-Accept: injected"
        let configuration = HTTPClient.Configuration.direct { $0.userAgent = "b\r\nX-Agent: injected" }
        let head = try PollDriver.fetch(request, configuration).get().text
        #expect(!head.contains("\nX-Accept:"))
        #expect(!head.contains("\nX-Agent:"))
    }

    @Test func aHeadRequestHasNoBodyHoweverLargeItSaysItIs() throws {
        let server = LoopbackServer {
            $0.send("HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n")
        }
        let response = try PollDriver.fetch(Request(url: server.url(), method: .head)).get()
        #expect(response.headerFields[.contentLength] == "999999999")
        #expect(response.body.isEmpty)
    }

    @Test(arguments: [HTTPRequest.Method.post, .put, .patch, .delete])
    func aBodyIsSent(_ method: HTTPRequest.Method) throws {
        let server = LoopbackServer {
            let type = $0.field("Content-Type") ?? "none"
            return $0.respond("200 OK", [], "\($0.method) \(type) \($0.readBody())")
        }
        var request = Request(url: server.url(), method: method, body: Array("päyload".utf8))
        #expect(try PollDriver.fetch(request).get().text == "\(method.rawValue) none päyload")
        request.headerFields[.contentType] = "text/plain"
        #expect(try PollDriver.fetch(request).get().text == "\(method.rawValue) text/plain päyload")
    }

    @Test func aPostMayBeEmpty() throws {
        let server = LoopbackServer {
            $0.respond("200 OK", [], "\($0.method) \($0.field("Content-Length") ?? "-")")
        }
        #expect(try PollDriver.fetch(Request(url: server.url(), method: .post)).get().text == "POST 0")
    }

    @Test func throughAProxy() throws {
        let proxy = LoopbackServer { $0.respond("200 OK", [], $0.head[0]) }
        let configuration = HTTPClient.Configuration.direct { $0.proxy = .url(proxy.url()) }
        let response = try PollDriver.fetch("http://nohost.invalid/page", configuration).get()
        #expect(response.text == "GET http://nohost.invalid/page HTTP/1.1")
    }

    // MARK: What goes wrong

    @Test func aProxyThatNobodyRuns() throws {
        let proxy = { LoopbackServer { _ in false }.url() }()
        let configuration = HTTPClient.Configuration.direct { $0.proxy = .url(proxy) }
        #expect(try PollDriver.fetch("http://nohost.invalid/", configuration).error?.kind == .proxy)
    }

    @Test func aProxyWithoutAnAddress() throws {
        let configuration = HTTPClient.Configuration.direct { $0.proxy = .url("http://noproxy.invalid:1") }
        #expect(try PollDriver.fetch("http://127.0.0.1/", configuration).error?.kind == .proxy)
    }

    @Test func aCutBody() throws {
        let server = LoopbackServer {
            $0.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this")
            return false
        }
        #expect(try PollDriver.fetch(server.url()).error?.kind == .cutBody)
    }

    @Test func aCutChunk() throws {
        let server = LoopbackServer {
            $0.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nonly this")
            return false
        }
        #expect(try PollDriver.fetch(server.url()).error?.kind == .cutBody)
    }

    @Test func aBodyWithoutEndIsStoppedAtTheLimit() throws {
        let server = LoopbackServer {
            $0.send("HTTP/1.1 200 OK\r\n\r\n")
            while $0.send([UInt8](repeating: 0x78, count: 10_000)) {}
            return false
        }
        let result = try PollDriver.fetch(server.url(), .direct { $0.maximumBodyBytes = 100_000 })
        #expect(result.error == HTTPError(.bodyTooLarge, "the body is larger than 100000 bytes"))
    }

    @Test func aBodyThatAnnouncesTooMuchIsNotRead() throws {
        let server = LoopbackServer {
            $0.send("HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n")
            return $0.waitForTheClientToGo()
        }
        let result = try PollDriver.fetch(server.url(), .direct { $0.maximumBodyBytes = 100 })
        #expect(result.error?.kind == .bodyTooLarge)
    }

    @Test func aBodyOfExactlyTheLimit() throws {
        let server = LoopbackServer { $0.respond("200 OK", [], String(repeating: "x", count: 100)) }
        let response = try PollDriver.fetch(server.url(), .direct { $0.maximumBodyBytes = 100 }).get()
        #expect(response.body.count == 100)
    }

    @Test func aGzipBombIsStoppedAtTheLimit() throws {
        let bomb = Gzip.bomb(100_000_000)
        let server = LoopbackServer { $0.respond("200 OK", ["Content-Encoding: gzip"], bomb) }
        let result = try PollDriver.fetch(server.url(), .direct { $0.maximumBodyBytes = 1_000_000 })
        #expect(result.error?.kind == .bodyTooLarge)
    }

    @Test func aBodyThatIsNotGzipThoughItSaysSo() throws {
        let server = LoopbackServer { $0.respond("200 OK", ["Content-Encoding: gzip"], "plain text") }
        #expect(try PollDriver.fetch(server.url()).error?.kind == .badEncoding)
    }

    @Test func headerFieldsOverTheLimit() throws {
        let server = LoopbackServer {
            $0.respond("200 OK", ["A: \(String(repeating: "x", count: 5000))"], "")
        }
        let result = try PollDriver.fetch(server.url(), .direct { $0.maximumHeaderBytes = 4096 })
        #expect(result.error == HTTPError(.headersTooLarge, "the header fields are larger than 4096 bytes"))
    }

    @Test func oneHeaderFieldOverLibcurlsOwnLimit() throws {
        let server = LoopbackServer {
            $0.respond("200 OK", ["A: \(String(repeating: "x", count: 200_000))"], "")
        }
        let result = try PollDriver.fetch(server.url(), .direct { $0.maximumHeaderBytes = 1 << 20 })
        #expect(result.error?.kind == .headersTooLarge, "\(String(describing: result.error))")
    }

    @Test func headerFieldsWithoutEnd() throws {
        let server = LoopbackServer {
            $0.send("HTTP/1.1 200 OK\r\n")
            while $0.send("A: b\r\n") {}
            return false
        }
        #expect(try PollDriver.fetch(server.url()).error?.kind == .headersTooLarge)
    }

    @Test func nobodyListens() throws {
        let port = { LoopbackServer { _ in false }.port }()
        let result = try PollDriver.fetch("http://127.0.0.1:\(port)/")
        #expect(result.error == HTTPError(.refused, "nothing listens at 127.0.0.1:\(port)"))
    }

    @Test func garbageInsteadOfHTTP() throws {
        let server = LoopbackServer {
            $0.send("SSH-2.0-OpenSSH_9.2\r\n")
            return false
        }
        #expect(try PollDriver.fetch(server.url()).error?.kind == .protocolViolation)
    }

    @Test func aConnectionClosedWithoutAnAnswer() throws {
        let server = LoopbackServer { _ in false }
        #expect(try PollDriver.fetch(server.url()).error?.kind == .connection)
    }

    @Test func noAnswerInTime() throws {
        let server = LoopbackServer { $0.waitForTheClientToGo() }
        let result = try PollDriver.fetch(server.url(), .direct { $0.timeout = .milliseconds(50) })
        #expect(
            result.error
                == HTTPError(.timeout, "no answer from 127.0.0.1:\(server.port) within 50 ms"))
    }

    @Test func aBodyThatStalls() throws {
        let server = LoopbackServer {
            $0.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nthen nothing")
            return $0.waitForTheClientToGo()
        }
        let result = try PollDriver.fetch(server.url(), .direct { $0.timeout = .seconds(2) })
        #expect(result.error?.kind == .timeout)
        #expect(result.error?.message.hasPrefix("the body was not complete within 2") == true)
    }

    @Test func aHostThatDoesNotExist() throws {
        let result = try PollDriver.fetch("http://nohost.invalid/")
        #expect(result.error == HTTPError(.unknownHost, "no address found for nohost.invalid"))
    }

    @Test func aSchemeThatIsNotHTTP() throws {
        #expect(try PollDriver.fetch("ftp://127.0.0.1/").error?.kind == .unsupportedScheme)
    }

    @Test func aTextThatIsNoURL() throws {
        #expect(try PollDriver.fetch("http://exa mple/").error?.kind == .malformedURL)
    }
}
