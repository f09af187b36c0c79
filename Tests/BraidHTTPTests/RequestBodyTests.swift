import BraidCore
import BraidTestSupport
import BraidTesting
import HTTPTypes
import Testing

@testable import BraidHTTP

@Suite struct RequestBodyTests {
    /// Answers with what it was sent.
    private let echo = LoopbackServer { exchange in
        let isChunked = exchange.field("Transfer-Encoding") == "chunked"
        let body = isChunked ? exchange.readChunks() : exchange.readBody()
        return exchange.respond("200 OK", [isChunked ? "X-Chunked: yes" : "X-Chunked: no"], body)
    }

    private func client() throws -> HTTPClient {
        try HTTPClient(configuration: .direct { $0.timeout = .seconds(600) })
    }

    private func post(_ url: String) -> Request { Request(url: url, method: .post) }

    private func collect(_ body: ResponseBody) async throws -> String {
        String(decoding: try await body.reduce(into: [UInt8]()) { $0 += $1 }, as: UTF8.self)
    }

    @Test func aBodyOfUnknownLengthIsSentInChunks() async throws {
        let body = RequestBody()
        async let response = client().stream(post(echo.url()), body: body)
        for word in ["one ", "two ", "three"] { try await body.send(Array(word.utf8)) }
        body.finish()
        #expect(try await response.headerFields[.init("X-Chunked")!] == "yes")
        #expect(try await collect(response.body) == "one two three")
    }

    @Test func aBodyOfKnownLengthIsNot() async throws {
        let body = RequestBody(length: 8)
        async let response = client().stream(post(echo.url()), body: body)
        for word in ["one ", "two "] { try await body.send(Array(word.utf8)) }
        body.finish()
        #expect(try await response.headerFields[.init("X-Chunked")!] == "no")
        #expect(try await collect(response.body) == "one two ")
    }

    /// Whatever followed the announced bytes would be another request to the server.
    @Test func aBodyLargerThanItsLengthFailsTheRequest() async throws {
        let body = RequestBody(length: 5)
        async let response = client().stream(post(echo.url()), body: body)
        try await body.send(Array("12345GET /evil".utf8))
        var kind: HTTPError.Kind?
        do { _ = try await collect(response.body) } catch let error as HTTPError { kind = error.kind }
        #expect(kind == .bodyTooLarge)
    }

    @Test func aLargeBodyFromAThread() async throws {
        let text = String(repeating: "0123456789abcdef", count: 64 << 10)
        let body = RequestBody()
        let client = try client()
        let request = post(echo.url())
        async let answer = onPlainThread {
            let response = try client.stream(request, body: body)
            var bytes: [UInt8] = []
            while let piece = try response.body.next() { bytes += piece }
            return String(decoding: bytes, as: UTF8.self)
        }
        try await onPlainThread {
            let bytes = Array(text.utf8)
            for start in stride(from: 0, to: bytes.count, by: 10_000) {
                try body.send(Array(bytes[start..<min(start + 10_000, bytes.count)]))
            }
            body.finish()
        }
        #expect(try await answer == text)
    }

    @Test func onAnEventLoop() async throws {
        let (client, request) = (try client(), post(echo.url()))
        let text = try await onLoop {
            let body = RequestBody()
            async let response = client.stream(request, body: body)
            try await body.send(Array("from a loop".utf8))
            body.finish()
            return String(
                decoding: try await response.body.reduce(into: [UInt8]()) { $0 += $1 }, as: UTF8.self)
        }
        #expect(text == "from a loop")
    }

    @Test func anEmptyBody() async throws {
        let body = RequestBody()
        body.finish()
        let response = try await client().stream(post(echo.url()), body: body)
        #expect(try await collect(response.body) == "")
    }

    @Test func afterTheEndNothingIsTaken() async throws {
        let body = RequestBody()
        body.finish()
        let error = await #expect(throws: HTTPError.self) { try await body.send([1]) }
        #expect(error == HTTPError(.cancelled, "the body was finished already"))
    }

    @Test func aServerThatGoesAwayEndsTheProducersWait() async throws {
        let server = LoopbackServer { _ in false }
        let body = RequestBody()
        let (client, request) = (try client(), post(server.url()))
        let response = Task { try await client.stream(request, body: body) }
        await #expect(throws: HTTPError.self) {
            while true { try await body.send([UInt8](repeating: 0, count: 30_000)) }
        }
        await #expect(throws: HTTPError.self) { try await response.value }
    }

    @Test func aRequestThatCannotStartEndsTheProducersWait() async throws {
        let body = RequestBody()
        let client = try client()
        let error = await #expect(throws: HTTPError.self) {
            try await client.stream(Request(url: "no such", method: .post), body: body)
        }
        #expect(error?.kind == .malformedURL)
        let later = await #expect(throws: HTTPError.self) { try await body.send([1]) }
        #expect(later == error)
    }

    @Test func anAbandonedBodyEndsItsRequest() async throws {
        let begun = OneShot<Void>()
        let server = LoopbackServer { exchange in
            begun.set(())
            return exchange.waitForTheClientToGo()
        }
        var body: RequestBody? = RequestBody()
        let (client, request) = (try client(), post(server.url()))
        let response = try client.begin(request, body)
        _ = await begun.wait()
        try await body?.send(Array("a beginning".utf8))
        body = nil
        let head = try #require(await response.wait(for: .head))
        #expect(throws: HTTPError(.cancelled, "the request's body was abandoned")) { try head.get() }
    }

    @Test func aCancelledBodyEndsItsRequest() async throws {
        let body = RequestBody()
        let (client, request) = (try client(), post(echo.url()))
        let response = Task { try await client.stream(request, body: body) }
        try await body.send(Array("a beginning".utf8))
        body.cancel()
        let error = await #expect(throws: HTTPError.self) { try await response.value }
        #expect(error == HTTPError(.cancelled, "the request's body was cancelled"))
    }

    @Test func aRedirectIsTheResponse() async throws {
        let server = LoopbackServer { exchange in
            _ = exchange.readChunks()
            return exchange.respond("307 Temporary Redirect", ["Location: /elsewhere"])
        }
        let body = RequestBody()
        body.finish()
        let response = try await client().stream(post(server.url()), body: body)
        #expect(response.status == .temporaryRedirect)
    }
}
