// HTTP tests › KeptPair: a server and a driver with one connection between them that is kept.

import BraidTestSupport
import Testing

@testable import BraidHTTP

/// The first requests, to `/plain`, are answered plainly, until the connection is kept. What others get is the test's.
struct KeptPair {
    let server: LoopbackServer
    let driver: PollDriver
    let configuration: HTTPClient.Configuration
    private let settings: Settings
    private let heads = Shared<[[String]]>([])

    /// The requests that the server has seen, but those to `/plain`: each its line and its fields.
    var seen: [[String]] { heads.value }

    init(
        _ configuration: HTTPClient.Configuration = .direct, _ answer: @escaping @Sendable (Exchange) -> Bool
    ) throws {
        self.configuration = configuration
        settings = Settings(configuration)
        let heads = heads
        server = LoopbackServer { exchange in
            if exchange.path == "/plain" { return exchange.respond("200 OK", [], "plain") }
            heads.withLock { $0.append(exchange.head) }
            return answer(exchange)
        }
        driver = try PollDriver(configuration)
        while try !start("/plain").isKept { try #require(server.connections == 1) }
    }

    /// Has a request answered, and tells whether it began on a kept connection.
    @discardableResult
    func start(_ path: String) throws -> (isKept: Bool, result: Result<Response, HTTPError>) {
        let transfer = try transfer(path)
        driver.multi.add(transfer)
        let isKept = transfer.connection != nil
        _ = driver.takeWishes()
        while transfer.result == nil { _ = driver.turn() }
        return (isKept, try #require(transfer.result))
    }

    /// A request that is not started.
    func transfer(_ path: String) throws -> Transfer {
        try Transfer(Request(url: server.url(path)), settings: settings)
    }
}
