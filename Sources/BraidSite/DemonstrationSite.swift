// BraidSite › DemonstrationSite: a few pages on this machine, for the command without addresses, the examples, tests.
//
// Served by FlyingFox on Swift's own concurrency, so that nothing of Braid's is on both sides of the experiment.

internal import BraidGoroutines
internal import FlyingFox
internal import FlyingSocks
internal import Foundation

/// A small web site on the loopback interface, serving from `init` until the process ends.
public struct DemonstrationSite: Sendable {
    /// Where it is, without the final slash: `http://127.0.0.1:` and the port that the system gave.
    public let origin: String

    /// The address of each page of the catalogue, in its order.
    public var addresses: [String] { SitePage.catalogue.map { origin + $0.path } }

    /// Starts to serve. Blocks a plain thread, or parks a goroutine, until the site can be fetched.
    ///
    /// - Throws: `SiteFailure` if no port can be had.
    public init() throws {
        let ready = Channel<Result<UInt16, SiteFailure>>(capacity: 1)
        Task.detached {
            let server = try HTTPServer(address: .inet(ip4: "127.0.0.1", port: 0), logger: .disabled)
            for page in SitePage.catalogue {
                await server.appendRoute(HTTPRoute(page.path)) { _ in try await page.response() }
            }
            async let serving: Void = server.run()
            do {
                try await server.waitUntilListening()
                try ready.send(await server.port)
                try await serving
            } catch {
                try ready.send(.failure(SiteFailure(description: "cannot serve on this machine: \(error)")))
            }
        }
        guard let port = try ready.receive()?.get() else {
            throw SiteFailure(description: "the server ended")
        }
        origin = "http://127.0.0.1:\(port)"
    }
}

/// Why the site cannot be served.
public struct SiteFailure: Error, CustomStringConvertible {
    /// One line for a reader.
    public let description: String
}

extension HTTPServer {
    fileprivate var port: Result<UInt16, SiteFailure> {
        switch listeningAddress {
        case .ip4(_, let port), .ip6(_, let port): .success(port)
        case .unix, nil: .failure(SiteFailure(description: "the server listens at no port"))
        @unknown default:
            .failure(SiteFailure(description: "the server listens at an unknown kind of address"))
        }
    }
}

extension SitePage {
    fileprivate func response() async throws -> HTTPResponse {
        // Waiting here is what a slow database behind a page is to the one who fetches it.
        if delay > .zero { try await Task.sleep(for: delay) }
        var headers = HTTPHeaders()
        headers[.contentType] = contentType
        headers[.location] = location
        return HTTPResponse(
            statusCode: HTTPStatusCode(status, phrase: phrase), headers: headers, body: Data(body))
    }
}
