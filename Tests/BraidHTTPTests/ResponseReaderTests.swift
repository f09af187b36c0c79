import BraidTestSupport
import HTTPTypes
import Testing

@testable import BraidHTTP

// The same answers over a kept connection and by way of libcurl: both must say the same.

@Suite(.offThePool) struct ResponseReaderTests {
    private struct Seen: Equatable {
        var status = 0
        var reason = ""
        var fields: HTTPFields = [:]
        var body: [UInt8] = []
        var bytesReceived = 0
        var errorKind: HTTPError.Kind?

        init(_ result: Result<Response, HTTPError>) {
            switch result {
            case .success(let response):
                status = response.status.code
                reason = response.status.reasonPhrase
                fields = response.headerFields
                body = response.body
                bytesReceived = response.bytesReceived
            case .failure(let error): errorKind = error.kind
            }
        }
    }

    /// Sends the answer in pieces of this size, and then closes the connection or lets it be.
    private func compare(
        _ answer: [UInt8], inPiecesOf size: Int = .max, closing: Bool = false,
        _ configuration: HTTPClient.Configuration = .direct
    ) throws -> Result<Response, HTTPError> {
        let pair = try KeptPair(configuration) { exchange in
            var rest = answer[...]
            while !rest.isEmpty {
                guard exchange.send(Array(rest.prefix(size))) else { return false }
                rest = rest.dropFirst(size)
            }
            return !closing
        }
        let (isKept, result) = try pair.start("/page")
        #expect(isKept)
        // Nothing was asked for twice.
        #expect(pair.seen.count == 1)
        let transfer = try pair.transfer("/page")
        let other = try PollDriver(configuration)
        other.run([transfer])
        #expect(Seen(result) == Seen(try #require(transfer.result)))
        return result
    }

    private func compare(_ answer: String, inPiecesOf size: Int = .max, closing: Bool = false) throws
        -> String
    {
        try compare(Array(answer.utf8), inPiecesOf: size, closing: closing).get().text
    }

    @Test(arguments: [1, 2, 3, 7, 64, 1000])
    func inPiecesOfAnySize(size: Int) throws {
        let head =
            "HTTP/1.1 200 Fine\r\nContent-Type: text/html\r\nX-Long:  a  \r\n  b\r\nContent-Length: 5\r\n\r\n"
        #expect(try compare("\(head)abcde", inPiecesOf: size) == "abcde")
    }

    @Test(arguments: [1, 5, 1000])
    func inChunks(size: Int) throws {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n"
        #expect(try compare("\(head)3;x=y\r\nabc\r\n1\r\nd\r\n0\r\nX: y\r\n\r\n", inPiecesOf: size) == "abcd")
    }

    @Test func untilTheConnectionEnds() throws {
        #expect(try compare("HTTP/1.1 200 OK\r\n\r\nabcde", closing: true) == "abcde")
    }

    @Test(arguments: ["204 No Content", "304 Not Modified"])
    func withoutABody(status: String) throws {
        #expect(try compare("HTTP/1.1 \(status)\r\nETag: x\r\n\r\n") == "")
    }

    @Test func withALengthOfNothing() throws {
        #expect(try compare("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n") == "")
    }

    @Test func afterInterimResponses() throws {
        let hints = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
        #expect(try compare("\(hints)HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na", inPiecesOf: 10) == "a")
    }

    @Test func linesThatEndWithoutACarriageReturn() throws {
        #expect(try compare("HTTP/1.1 200 OK\nContent-Length: 1\n\na") == "a")
    }

    @Test func anEncodingThatIsNone() throws {
        #expect(
            try compare("HTTP/1.1 200 OK\r\nContent-Encoding: identity\r\nContent-Length: 1\r\n\r\na") == "a")
    }

    @Test func aBodyOfMegabytes() throws {
        let body = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let head = Array("HTTP/1.1 200 OK\r\nContent-Length: \(body.count)\r\n\r\n".utf8)
        #expect(try compare(head + body).get().body == body)
    }

    @Test(arguments: [
        "Content-Length: 9\r\n\r\nabc", "Transfer-Encoding: chunked\r\n\r\n9\r\nabc",
        "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
    ])
    func aBodyThatIsCut(rest: String) throws {
        let error = try compare(Array("HTTP/1.1 200 OK\r\n\(rest)".utf8), closing: true).error
        #expect(error?.kind == .cutBody)
    }

    @Test func chunksThatAreNone() throws {
        let answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\nabc\r\n0\r\n\r\n"
        #expect(try compare(Array(answer.utf8), closing: true).error?.kind == .cutBody)
    }

    @Test(arguments: ["Content-Length: 11", "Transfer-Encoding: chunked"])
    func aBodyThatIsTooLarge(field: String) throws {
        let configuration = HTTPClient.Configuration.direct { $0.maximumBodyBytes = 10 }
        let body = field.hasPrefix("T") ? "b\r\n01234567890\r\n0\r\n\r\n" : "01234567890"
        let answer = "HTTP/1.1 200 OK\r\n\(field)\r\n\r\n\(body)"
        let error = try compare(Array(answer.utf8), configuration).error
        #expect(error == HTTPError(.bodyTooLarge, "the body is larger than 10 bytes"))
    }

    @Test(arguments: [1, 100])
    func fieldsThatAreTooLarge(size: Int) throws {
        let configuration = HTTPClient.Configuration.direct { $0.maximumHeaderBytes = 100 }
        let answer = "HTTP/1.1 200 OK\r\nX: \(String(repeating: "x", count: 200))\r\n\r\n"
        let error = try compare(Array(answer.utf8), inPiecesOf: size, closing: true, configuration).error
        #expect(error?.kind == .headersTooLarge)
    }
}
