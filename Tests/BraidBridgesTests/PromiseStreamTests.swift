import Braid
import BraidBridges
import BraidHTTP
import BraidTestSupport
import BraidTesting
import Testing

@Suite struct PromiseStreamTests {
    private let server = LoopbackServer { exchange in
        exchange.path == "/cut"
            ? exchange.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this") && false
            : exchange.respond("200 OK", [], String(repeating: exchange.path, count: 20_000))
    }

    /// What a chain of promises has read, and how it ended.
    private func read(_ path: String) async throws -> (count: Int, error: HTTPError?) {
        let url = server.url(path)
        return try await onPlainThread {
            var configuration = HTTPClient.Configuration()
            configuration.proxy = .none
            let client = try HTTPClient(configuration: configuration)
            let outcome = Shared<(count: Int, error: HTTPError?)>((0, nil))
            try EventLoop.runUntilIdle {
                @Sendable func readOn(_ body: ResponseBody) -> Promise<Void> {
                    body.read().then { (piece: [UInt8]?) -> Promise<Void> in
                        guard let piece else { return Promise.resolve(()) }
                        outcome.withLock { $0.count += piece.count }
                        return readOn(body)
                    }
                }
                client.fetchStream(Request(url: url)).then { response in readOn(response.body) }.catch {
                    error in
                    outcome.withLock { $0.error = error as? HTTPError }
                }
            }
            return outcome.value
        }
    }

    @Test func aBodyIsReadPieceByPiece() async throws {
        let (count, error) = try await read("/abc")
        #expect(count == 80_000)
        #expect(error == nil)
    }

    @Test func aCutBodyRejects() async throws {
        #expect(try await read("/cut").error?.kind == .cutBody)
    }

    @Test func noHeadRejects() async throws {
        #expect(try await read(" ").error?.kind == .malformedURL)
    }
}
