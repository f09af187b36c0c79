import BraidCore
import BraidTestSupport
import BraidTesting
import HTTPTypes
import Testing

@testable import BraidHTTP

/// Some bytes that show where they belong.
private let large = (0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 / 256) }

@Suite struct StreamedResponseTests {
    /// Raised when the client of `/silent` has gone.
    private let hasGone = OneShot<Void>()
    private let server: LoopbackServer

    init() {
        let hasGone = hasGone
        server = LoopbackServer { exchange in
            switch exchange.path {
            case "/large": return exchange.respond("200 OK", ["X-Kind: large"], large)
            case "/cut":
                exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this")
                return false
            case "/silent":
                exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this")
                defer { hasGone.set(()) }
                return exchange.waitForTheClientToGo()
            case "/moved": return exchange.respond("302 Found", ["Location: /large"], "moved")
            case "/empty": return exchange.respond("204 No Content")
            default: return exchange.respond("404 Not Found", [], "nothing here")
            }
        }
    }

    private func client(_ change: (inout HTTPClient.Configuration) -> Void = { _ in }) throws -> HTTPClient {
        // Reading begins when the machine has time for it: only where it is the subject, time is limited.
        try HTTPClient(
            configuration: .direct {
                $0.timeout = .seconds(600)
                change(&$0)
            })
    }

    private func collect(_ body: ResponseBody) async throws -> [UInt8] {
        try await body.reduce(into: []) { $0 += $1 }
    }

    @Test func aPlainThreadReadsPieceByPiece() async throws {
        let (bytes, count) = try await onPlainThread {
            let response = try client().stream(Request(url: server.url("/large")))
            var (bytes, count) = ([UInt8](), 0)
            while let piece = try response.body.next() {
                bytes += piece
                count += 1
            }
            return (bytes, count)
        }
        #expect(bytes == large)
        #expect(count > 1)
    }

    @Test func aCoroutineIterates() async throws {
        let response = try await client().stream(Request(url: server.url("/large")))
        #expect(response.headerFields[HTTPField.Name("X-Kind")!] == "large")
        #expect(try await collect(response.body) == large)
    }

    @Test func onAnEventLoopEverythingHappensOnTheLoopsThread() async throws {
        let client = try client()
        let url = server.url("/large")
        let (bytes, isHere) = try await onLoop {
            let loop = EventLoop.current
            var bytes: [UInt8] = []
            for try await piece in try await client.stream(Request(url: url)).body { bytes += piece }
            return (bytes, EventLoop.current === loop)
        }
        #expect(bytes == large)
        #expect(isHere)
    }

    @Test func theHeadIsThereBeforeTheBody() async throws {
        let isAsked = OneShot<Void>()
        let server = LoopbackServer { exchange in
            exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n")
            isAsked.wait(.join)
            return exchange.send("body")
        }
        let response = try await client().stream(Request(url: server.url()))
        #expect(response.status == .ok)
        isAsked.set(())
        #expect(try await collect(response.body) == Array("body".utf8))
    }

    @Test func redirectsAreFollowedFirst() async throws {
        let response = try await client().stream(Request(url: server.url("/moved")))
        #expect(response.finalURL == server.url("/large"))
        #expect(response.redirects == 1)
        #expect(try await collect(response.body).count == large.count)
    }

    @Test func anErrorStatusIsAResponse() async throws {
        let response = try await client().stream(Request(url: server.url("/nowhere")))
        #expect(response.status == .notFound)
        #expect(try await collect(response.body) == Array("nothing here".utf8))
    }

    @Test func aBodyMayBeEmpty() async throws {
        let response = try await client().stream(Request(url: server.url("/empty")))
        #expect(try await response.body.next() == nil)
        #expect(try await response.body.next() == nil)
    }

    @Test func itIsDecompressed() async throws {
        let packed = LoopbackServer {
            $0.respond("200 OK", ["Content-Encoding: gzip"], Gzip.stored(Array(large.prefix(60_000))))
        }
        let response = try await client().stream(Request(url: packed.url()))
        #expect(try await collect(response.body) == Array(large.prefix(60_000)))
    }

    @Test func theLimitForWholeBodiesIsNotForStreams() async throws {
        let response = try await client { $0.maximumBodyBytes = 10 }.stream(
            Request(url: server.url("/large")))
        #expect(try await collect(response.body).count == large.count)
    }

    @Test func aCutBodyIsSaidAfterWhatCame() async throws {
        let response = try await client().stream(Request(url: server.url("/cut")))
        let error = await #expect(throws: HTTPError.self) { try await collect(response.body) }
        #expect(error?.kind == .cutBody)
    }

    @Test func aRefusedConnectionIsThrownForTheHead() async throws {
        let port = { LoopbackServer { _ in false }.port }()
        let client = try client()
        let error = await #expect(throws: HTTPError.self) {
            try await client.stream(Request(url: "http://127.0.0.1:\(port)/"))
        }
        #expect(error?.kind == .refused)
    }
}

// How a stream ends early.
extension StreamedResponseTests {
    @Test func theTotalTimeIsForTheStreamToo() async throws {
        // Long enough for the head to come on a machine with much else to do.
        let response = try await client { $0.timeout = .seconds(8) }
            .stream(Request(url: server.url("/silent")))
        let error = await #expect(throws: HTTPError.self) { try await collect(response.body) }
        #expect(error == HTTPError(.timeout, "the body was not complete within 8 s"))
        _ = await hasGone.wait()
    }

    @Test func cancellingTheBodyEndsTheWaitOfItsReader() async throws {
        let response = try await client().stream(Request(url: server.url("/silent")))
        #expect(try await response.body.next() == Array("only this".utf8))
        let next = Task { try await response.body.next() }
        response.body.cancel()
        let error = await #expect(throws: HTTPError.self) { try await next.value }
        #expect(error?.kind == .cancelled)
        _ = await hasGone.wait()
    }

    @Test func cancellingTheTaskEndsTheStream() async throws {
        let client = try client()
        let url = server.url("/silent")
        let begun = OneShot<Void>()
        let task = Task {
            let response = try await client.stream(Request(url: url))
            _ = try await response.body.next()
            begun.set(())
            return try await response.body.next()
        }
        _ = await begun.wait()
        task.cancel()
        let error = await #expect(throws: HTTPError.self) { try await task.value }
        #expect(error?.kind == .cancelled)
        _ = await hasGone.wait()
    }

    @Test func lettingGoOfTheBodyEndsTheTransfer() async throws {
        do {
            let response = try await client().stream(Request(url: server.url("/silent")))
            #expect(try await response.body.next() == Array("only this".utf8))
        }
        _ = await hasGone.wait()
    }

    @Test func lettingGoOfTheBodyOnALoopEndsTheTransfer() async throws {
        let client = try client()
        let url = server.url("/silent")
        let hasGone = hasGone
        try await onLoop {
            do { _ = try await client.stream(Request(url: url)).body.next() }
            _ = await hasGone.wait()
        }
    }

    @Test func closingTheClientEndsTheStream() async throws {
        let client = try client()
        let response = try await client.stream(Request(url: server.url("/silent")))
        try await onPlainThread { client.close() }
        let error = await #expect(throws: HTTPError.self) { try await collect(response.body) }
        #expect(error?.kind == .cancelled)
    }

    @Test func aBodyOutlivesItsLoop() async throws {
        // A time limit is a timer, for which a loop waits.
        let client = try client {
            $0.timeout = nil
            $0.connectTimeout = .seconds(3)
        }
        let url = server.url("/silent")
        let response = try await onLoop { try await client.stream(Request(url: url)) }
        let error = await #expect(throws: HTTPError.self) { try await collect(response.body) }
        #expect(error?.kind == .cancelled)
    }
}

@Suite(.offThePool) struct BackPressureTests {
    @Test func aTransferIsPausedUntilItsReaderHasTakenHalf() throws {
        let server = LoopbackServer { $0.respond("200 OK", [], large) }
        let driver = try PollDriver(.direct)
        let transfer = try Transfer(Request(url: server.url()), configuration: .direct)
        let stream = BraidHTTP.Stream(isEngineProducer: true)
        transfer.response = stream
        driver.multi.add(transfer)
        _ = driver.takeWishes()
        var bytes: [UInt8] = []
        while transfer.result == nil {
            while transfer.result == nil && !transfer.isPaused { _ = driver.turn() }
            // Nobody has resumed the transfer, so this is all that it took in.
            var taken = 0
            while let piece = try stream.pieceAtOnce() {
                bytes += piece; taken += piece.count
            }
            #expect(taken < Pieces.enough + (64 << 10))
            driver.multi.resume(transfer)
            _ = driver.takeWishes()
        }
        while let piece = try stream.pieceAtOnce() { bytes += piece }
        #expect(bytes == large)
    }
}

extension BraidHTTP.Stream {
    /// The next piece, if there is one.
    fileprivate func pieceAtOnce() throws -> [UInt8]? {
        let wish = Wish<Result<[UInt8]?, HTTPError>>(
            isGranted: { _, _ in true }, outcome: { pieces, _ in .success(pieces.take()) })
        return try wait(.httpResponse, for: wish).get()
    }
}
