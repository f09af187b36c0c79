import BraidTestSupport
import BraidTesting
import Testing

@testable import BraidHTTP

/// nginx, which speaks HTTP/2 over TLS.
private final class NginxServer {
    static var isPossible: Bool { TestAuthority.isPossible && TestProcess.find("nginx") != nil }

    let authority: TestAuthority
    let port: UInt16
    private let process: TestProcess

    init() throws {
        authority = try TestAuthority()
        let certificate = try authority.issue()
        let folder = authority.folder
        // The port is free, as a server that is gone had it; a socket of ours cannot be given to nginx.
        port = { LoopbackServer { _ in false }.port }()
        _ = folder.write("page.html", String(repeating: "a page of some length. ", count: 1000))
        let configuration = folder.write(
            "nginx.conf",
            """
            daemon off; master_process off; pid \(folder.path)/pid; error_log /dev/null;
            events {}
            http {
                access_log off;
                server {
                    listen 127.0.0.1:\(port) ssl http2;
                    ssl_certificate \(certificate.file); ssl_certificate_key \(certificate.keyFile);
                    root \(folder.path);
                }
            }
            """)
        process = TestProcess(try found("nginx"), ["-c", configuration, "-p", folder.path])
    }

    var url: String { "https://127.0.0.1:\(port)/page.html" }
}

@Suite(.enabled("nginx or openssl is not installed: HTTP/2 was not tested", { NginxServer.isPossible }))
struct HTTP2Tests {
    /// A client, once the server listens.
    private func client(_ server: NginxServer) async throws -> HTTPClient {
        let client = try HTTPClient(configuration: .direct { $0.caFile = server.authority.caFile })
        while true {
            do throws(HTTPError) {
                _ = try await client.get(server.url)
                return client
            } catch {
                try #require(error.kind == .refused, "\(error)")
            }
        }
    }

    @Test func itIsAgreedUponOverTLS() async throws {
        let server = try NginxServer()
        let response = try await client(server).get(server.url)
        #expect(response.version == (try LibraryFeatures.read().http2 ? .http2 : .http1point1))
        #expect(response.body.count == 23_000)
    }

    @Test func manyRequestsAtOnce() async throws {
        let server = try NginxServer()
        let client = try await client(server)
        let url = server.url
        let counts = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<100 { group.addTask { try await client.get(url).body.count } }
            return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
        }
        #expect(counts == [23_000])
    }

    @Test func aStreamIsReadAmongOthers() async throws {
        let server = try NginxServer()
        let client = try await client(server)
        let slow = try await client.stream(Request(url: server.url))
        // Not read yet, it must hold up nobody on the same connection.
        for _ in 0..<5 { #expect(try await client.get(server.url).body.count == 23_000) }
        #expect(try await slow.body.reduce(into: 0) { $0 += $1.count } == 23_000)
    }
}
