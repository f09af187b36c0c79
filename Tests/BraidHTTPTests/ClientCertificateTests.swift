import BraidTestSupport
import Testing

@testable import BraidHTTP

@Suite(
    .offThePool,
    .enabled("openssl or python3 is not installed: TLS was not tested", { SecureServer.isPossible }))
struct ClientCertificateTests {
    private func fetch(
        _ server: SecureServer, _ certificate: HTTPClient.ClientCertificate?
    ) throws -> Result<Response, HTTPError> {
        try PollDriver.fetch(
            server.url(),
            .direct {
                $0.caFile = server.caFile
                $0.clientCertificate = certificate
            })
    }

    @Test func aServerThatAsksIsShownTheCertificate() throws {
        let server = try SecureServer(asksClients: true)
        let own = try server.authority.issue(name: "DNS:client")
        #expect(try fetch(server, .init(file: own.file, keyFile: own.keyFile)).get().text == "secure")
    }

    @Test func withoutOneThereIsNoSecureConnection() throws {
        let error = try fetch(SecureServer(asksClients: true), nil).error
        #expect(error?.kind == .tls)
    }

    @Test func oneOfAnotherAuthorityIsRefused() throws {
        let stranger = try TestAuthority()
        let own = try stranger.issue(name: "DNS:client")
        let error = try fetch(SecureServer(asksClients: true), .init(file: own.file, keyFile: own.keyFile))
            .error
        #expect(error?.kind == .tls)
    }

    @Test func anEncryptedKeyIsOpenedWithItsPassword() throws {
        let server = try SecureServer(asksClients: true)
        let own = try server.authority.issue(name: "DNS:client", password: "sesame")
        let certificate = HTTPClient.ClientCertificate(
            file: own.file, keyFile: own.keyFile, password: "sesame")
        #expect(try fetch(server, certificate).get().text == "secure")
    }

    @Test(arguments: [nil, "wrong"]) func anEncryptedKeyWithoutItsPasswordIsAnErrorAndNoQuestion(
        _ password: String?
    ) throws {
        let server = try SecureServer(asksClients: true)
        let own = try server.authority.issue(name: "DNS:client", password: "sesame")
        let error = try fetch(server, .init(file: own.file, keyFile: own.keyFile, password: password)).error
        #expect(error?.kind == .tls)
    }

    @Test func aPackedFileHasTheKeyInIt() throws {
        let server = try SecureServer(asksClients: true)
        let packed = try server.authority.pack(server.authority.issue(name: "DNS:client"), password: "sesame")
        #expect(try fetch(server, .init(file: packed, password: "sesame")).get().text == "secure")
    }

    @Test func aMissingFileIsSaid() throws {
        let error = try fetch(SecureServer(asksClients: true), .init(file: "/nosuch/client.pem")).error
        #expect(error?.kind == .tls)
        #expect(error?.message.contains("/nosuch/client.pem") == true)
    }
}
