import CBraidCurl
import Glibc
import Testing

@testable import BraidHTTP

/// Every rule of TransferFailure, without a network.
@Suite struct TransferFailureTests {
    private func error(_ code: Int32, _ change: (inout TransferFailure) -> Void = { _ in }) throws
        -> HTTPError
    {
        var failure = try TransferFailure(code: code, url: RequestURL("http://example.com/"))
        change(&failure)
        return failure.error
    }

    @Test(arguments: [
        (BRAID_CURLE_URL_MALFORMAT, HTTPError.Kind.malformedURL),
        (BRAID_CURLE_UNSUPPORTED_PROTOCOL, .unsupportedScheme),
        (BRAID_CURLE_COULDNT_RESOLVE_HOST, .unknownHost), (BRAID_CURLE_COULDNT_RESOLVE_PROXY, .proxy),
        (BRAID_CURLE_PROXY, .proxy), (BRAID_CURLE_COULDNT_CONNECT, .connection),
        (BRAID_CURLE_OPERATION_TIMEDOUT, .timeout), (BRAID_CURLE_TOO_MANY_REDIRECTS, .tooManyRedirects),
        (BRAID_CURLE_PARTIAL_FILE, .cutBody), (BRAID_CURLE_GOT_NOTHING, .connection),
        (BRAID_CURLE_SEND_ERROR, .connection), (BRAID_CURLE_RECV_ERROR, .connection),
        (BRAID_CURLE_HTTP2, .protocolViolation), (BRAID_CURLE_HTTP2_STREAM, .protocolViolation),
        (BRAID_CURLE_HTTP3, .protocolViolation), (BRAID_CURLE_QUIC_CONNECT_ERROR, .protocolViolation),
        (BRAID_CURLE_WEIRD_SERVER_REPLY, .protocolViolation),
        (BRAID_CURLE_BAD_CONTENT_ENCODING, .badEncoding), (BRAID_CURLE_TOO_LARGE, .headersTooLarge),
        (BRAID_CURLE_FILESIZE_EXCEEDED, .bodyTooLarge), (BRAID_CURLE_OUT_OF_MEMORY, .headersTooLarge),
        (BRAID_CURLE_SSL_CONNECT_ERROR, .tls), (BRAID_CURLE_PEER_FAILED_VERIFICATION, .tls),
        (BRAID_CURLE_SSL_CACERT_BADFILE, .tls), (BRAID_CURLE_SSL_CERTPROBLEM, .tls),
        (BRAID_CURLE_SSL_CIPHER, .tls), (BRAID_CURLE_SSL_ISSUER_ERROR, .tls),
        (BRAID_CURLE_SSL_CRL_BADFILE, .tls), (BRAID_CURLE_SSL_PINNEDPUBKEYNOTMATCH, .tls),
        (BRAID_CURLE_SSL_INVALIDCERTSTATUS, .tls), (BRAID_CURLE_SSL_CLIENTCERT, .tls),
        (BRAID_CURLE_SSL_ENGINE_NOTFOUND, .tls), (BRAID_CURLE_SSL_ENGINE_SETFAILED, .tls),
        (BRAID_CURLE_SSL_ENGINE_INITFAILED, .tls), (BRAID_CURLE_USE_SSL_FAILED, .tls),
        (BRAID_CURLE_FAILED_INIT, .library), (BRAID_CURLE_NOT_BUILT_IN, .library), (9999, .library),
    ])
    func kind(_ code: Int32, _ expected: HTTPError.Kind) throws {
        let error = try error(code)
        #expect(error.kind == expected)
        #expect(!error.message.isEmpty && !error.message.contains("\n"))
    }

    @Test(arguments: [
        (ECONNREFUSED, HTTPError.Kind.refused), (ENETUNREACH, .unreachable), (EHOSTUNREACH, .unreachable),
        (EACCES, .unreachable), (EADDRNOTAVAIL, .unreachable), (EAFNOSUPPORT, .unreachable),
        (ETIMEDOUT, .timeout), (EMFILE, .resources), (ENFILE, .resources), (0, .connection),
    ])
    func noConnection(_ systemError: Int32, _ expected: HTTPError.Kind) throws {
        #expect(try error(BRAID_CURLE_COULDNT_CONNECT) { $0.systemError = systemError }.kind == expected)
    }

    @Test func aProxyThatRefusesIsNotTheServer() throws {
        let detail = "Failed to connect to 127.0.0.1 port 3128 after 0 ms: Couldn't connect to server"
        func kind(_ proxy: HTTPClient.Proxy, _ detail: String) throws -> HTTPError.Kind {
            try error(BRAID_CURLE_COULDNT_CONNECT) {
                $0.systemError = ECONNREFUSED
                $0.detail = detail
                $0.configuration.proxy = proxy
            }.kind
        }
        #expect(try kind(.url("http://127.0.0.1:3128"), detail) == .proxy)
        #expect(try kind(.environment, detail) == .proxy)
        #expect(try kind(.environment, detail.replacing("127.0.0.1", with: "example.com")) == .refused)
        #expect(try kind(.environment, "") == .refused)
        #expect(try kind(.none, detail) == .refused)
    }

    @Test func outOfMemoryIsTrueOnlyWhenNoHeaderIsRead() throws {
        let code = BRAID_CURLE_OUT_OF_MEMORY
        #expect(try error(code) { $0.phase = .reading }.kind == .resources)
        #expect(try error(code) { $0.phase = .connecting }.kind == .resources)
        #expect(try error(code) { $0.phase = .waiting }.kind == .headersTooLarge)
        #expect(try error(code) { $0.systemError = EMFILE }.kind == .resources)
    }

    @Test func anUnreachableHostSaysWhy() throws {
        let error = try error(BRAID_CURLE_COULDNT_CONNECT) { $0.systemError = ENETUNREACH }
        #expect(error.message == "no way to example.com:80 (Network is unreachable)")
    }

    @Test func anAnswerWithoutAStatusLineIsNotASchemeOfItsOwn() throws {
        let error = try error(BRAID_CURLE_UNSUPPORTED_PROTOCOL) {
            $0.detail = "Received HTTP/0.9 when not allowed"
        }
        #expect(error == HTTPError(.protocolViolation, "example.com:80 answered, but not in HTTP"))
    }

    @Test(arguments: [BRAID_CURLE_RECV_ERROR, BRAID_CURLE_SEND_ERROR])
    func aConnectionThatBreaksInTheBodyCutsIt(_ code: Int32) throws {
        #expect(try error(code) { $0.isReadingBody = true }.kind == .cutBody)
    }

    @Test func aCertificateThatIsAskedForTooLateToBeAHandshakeIsStillAboutTLS() throws {
        let detail =
            "OpenSSL SSL_read: error:0A00045C:SSL routines::tlsv13 alert certificate required, errno 0"
        let error = try error(BRAID_CURLE_RECV_ERROR) {
            $0.url = try! RequestURL("https://example.com/")
            $0.detail = detail
        }
        #expect(error == HTTPError(.tls, "no secure connection (\(detail))"))
    }

    @Test func redirectsThatRepeatAreALoop() throws {
        let error = try error(BRAID_CURLE_TOO_MANY_REDIRECTS) { $0.visited = ["a", "b", "c", "b"] }
        #expect(error == HTTPError(.redirectLoop, "the redirects come back to b: b → c → b"))
    }

    @Test func redirectsThatDoNotRepeatAreTooMany() throws {
        let error = try error(BRAID_CURLE_TOO_MANY_REDIRECTS) {
            $0.visited = ["a", "b"]
            $0.configuration.maximumRedirects = 1
        }
        #expect(error == HTTPError(.tooManyRedirects, "more than 1 redirect"))
    }

    @Test(arguments: [
        (TransferFailure.Phase.lookingUp, "no address for example.com within 10 s"),
        (.connecting, "no connection to example.com:80 within 10 s"),
        (.securing, "no secure connection to example.com:80 within 10 s"),
        (.waiting, "no answer from example.com:80 within 30 s"),
        (.reading, "the body was not complete within 30 s"),
    ])
    func aTimeoutSaysInWhatItWasLost(_ phase: TransferFailure.Phase, _ message: String) throws {
        #expect(try error(BRAID_CURLE_OPERATION_TIMEDOUT) { $0.phase = phase }.message == message)
    }

    @Test func theShorterOfTwoLimitsIsTheOneThatRanOut() throws {
        let error = try error(BRAID_CURLE_OPERATION_TIMEDOUT) {
            $0.phase = .connecting
            $0.configuration.timeout = .milliseconds(1500)
        }
        #expect(error.message == "no connection to example.com:80 within 1.5 s")
    }

    @Test func libcurlsOwnWordsAreQuoted() throws {
        let error = try error(BRAID_CURLE_PEER_FAILED_VERIFICATION) {
            $0.detail = "SSL certificate problem:\ncertificate has expired"
        }
        #expect(error.message == "no secure connection (SSL certificate problem: certificate has expired)")
    }

    @Test func withoutWordsOfItsOwnItsGeneralOnes() throws {
        let error = try error(BRAID_CURLE_SSL_CONNECT_ERROR)
        #expect(error.message == "no secure connection (SSL connect error)")
    }
}

@Suite struct HTTPErrorTests {
    @Test func aMessageIsOneLineWhateverItIsMadeOf() {
        let error = HTTPError(.library, " two\r\nlines\tand\u{2028}\u{1b}[31m more ")
        #expect(error.message == "two lines and [31m more")
        #expect(error.description == "library: two lines and [31m more")
    }

    @Test func theRawValuesAreStable() {
        #expect(
            HTTPError.Kind.allCases.map(\.rawValue) == [
                "malformed-url", "unsupported-scheme", "unknown-host", "refused", "unreachable", "tls",
                "timeout", "too-many-redirects", "redirect-loop", "body-too-large", "headers-too-large",
                "cut-body", "bad-encoding", "protocol", "connection", "proxy", "cancelled", "resources",
                "library",
            ])
    }
}

@Suite struct ConfigurationTests {
    @Test(arguments: [
        (Duration.milliseconds(1), 1), (.milliseconds(1500), 1500), (.microseconds(1), 1), (.zero, 1),
        (.seconds(-1), 1), (.nanoseconds(1_000_001), 2), (.seconds(Int64.max), 2_000_000_000),
    ])
    func libcurlCountsWholeMilliseconds(_ duration: Duration, _ expected: Int) {
        #expect(duration.curlMilliseconds == expected)
    }
}
