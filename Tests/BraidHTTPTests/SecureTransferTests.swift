import BraidTestSupport
import Testing

@testable import BraidHTTP

@Suite(
    .offThePool,
    .enabled("openssl or python3 is not installed: TLS was not tested", { SecureServer.isPossible }))
struct SecureTransferTests {
    @Test func aTrustedAuthority() throws {
        let server = try SecureServer()
        let response = try PollDriver.fetch(server.url(), .direct { $0.caFile = server.caFile }).get()
        #expect(response.text == "secure")
    }

    @Test func anUnknownAuthority() throws {
        let server = try SecureServer()
        let error = try #require(PollDriver.fetch(server.url()).error)
        #expect(error.kind == .tls)
        #expect(error.message.hasPrefix("no secure connection ("))
    }

    @Test func anUnknownAuthorityInInsecureMode() throws {
        let server = try SecureServer()
        #expect(try PollDriver.fetch(server.url(), .direct { $0.insecure = true }).get().text == "secure")
    }

    @Test func aCertificateForAnotherName() throws {
        let server = try SecureServer(name: "DNS:elsewhere.example")
        let result = try PollDriver.fetch(server.url(), .direct { $0.caFile = server.caFile })
        #expect(result.error?.kind == .tls)
    }

    @Test func anExpiredCertificate() throws {
        let server = try SecureServer(days: -1)
        let result = try PollDriver.fetch(server.url(), .direct { $0.caFile = server.caFile })
        #expect(result.error?.kind == .tls)
    }

    @Test func aMissingFileOfAuthorities() throws {
        let server = try SecureServer()
        let result = try PollDriver.fetch(server.url(), .direct { $0.caFile = "/nosuch/ca.pem" })
        #expect(result.error?.kind == .tls)
    }

    @Test func aServerThatDoesNotSpeakTLS() throws {
        let server = LoopbackServer { $0.respond() }
        let url = server.url().replacing("http:", with: "https:")
        #expect(try PollDriver.fetch(url, .direct { $0.timeout = .seconds(5) }).error != nil)
    }

    @Test func aCutBody() throws {
        let server = try SecureServer()
        let result = try PollDriver.fetch(server.url("/cut"), .direct { $0.caFile = server.caFile })
        #expect(result.error?.kind == .cutBody)
    }

    @Test func aConnectionIsUsedAgain() throws {
        let server = try SecureServer()
        let configuration = HTTPClient.Configuration.direct { $0.caFile = server.caFile }
        let driver = try PollDriver(configuration)
        for expected in [1, 0, 0] {
            let transfer = try Transfer(Request(url: server.url()), configuration: configuration)
            driver.run([transfer])
            #expect(try transfer.result?.get().text == "secure")
            #expect(transfer.newConnections == expected)
        }
    }
}
