import BraidTestSupport
import HTTPTypes
import Testing

@testable import BraidHTTP

@Suite(.offThePool) struct ProxyTests {
    private func fetch(_ url: String, through proxy: LoopbackServer, caFile: String? = nil) throws
        -> Result<Response, HTTPError>
    {
        try PollDriver.fetch(
            url,
            .direct {
                $0.proxy = .url(proxy.url(""))
                $0.caFile = caFile
            })
    }

    @Test func aPlainRequestIsMadeToTheProxy() throws {
        let proxy = LoopbackServer { $0.respond("200 OK", [], "asked for \($0.path)") }
        #expect(
            try fetch("http://nobody.invalid/page", through: proxy).get().text
                == "asked for http://nobody.invalid/page")
    }

    @Test(.enabled("openssl or python3 is not installed: TLS was not tested", { SecureServer.isPossible }))
    func aSecureRequestGoesThroughATunnel() throws {
        let server = try SecureServer()
        let proxy = LoopbackServer { exchange in
            guard exchange.method == "CONNECT", let port = exchange.path.split(separator: ":").last else {
                return exchange.respond("400 Bad Request")
            }
            return exchange.tunnel(to: UInt16(port)!)
        }
        let response = try fetch(server.url(), through: proxy, caFile: server.caFile).get()
        #expect(response.text == "secure")
        #expect(response.headerFields[.contentLength] == "6", "what the proxy said is not among the fields")
        #expect(proxy.connections == 1)
    }

    @Test func aProxyThatRefusesATunnelIsToBlame() throws {
        let proxy = LoopbackServer { $0.respond("403 Forbidden", [], "not from here") }
        let error = try #require(try fetch("https://127.0.0.1:1/", through: proxy).error)
        #expect(error.kind == .proxy)
        #expect(error.message.contains("403"))
    }

    @Test func aProxyThatIsNotThereIsToBlame() throws {
        let port = { LoopbackServer { _ in false }.port }()
        let result = try PollDriver.fetch(
            "http://nobody.invalid/", .direct { $0.proxy = .url("http://127.0.0.1:\(port)") })
        #expect(result.error?.kind == .proxy)
    }
}
