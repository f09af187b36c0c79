// Command tests › Proxy variables: what the environment says, to a process of its own, as it is read once.

import BraidTestSupport
import BraidTesting
import Testing

@testable import BraidCommand

struct ProxyVariableTests {
    private let proxy = LoopbackServer { $0.respond("200 OK", [], "<title>By proxy</title>") }
    private let server = LoopbackServer { $0.respond("200 OK", [], "<title>Straight</title>") }

    /// The title of the server's page, fetched with these variables and options.
    private func title(_ variables: String, _ options: String = "") async throws -> String? {
        let script = """
            env -u http_proxy -u https_proxy -u all_proxy -u no_proxy -u HTTPS_PROXY -u ALL_PROXY -u NO_PROXY \
            \(variables) "$0" titles --format jsonl \(options) "$1"
            """
        let url = server.url()
        let process = try await onPlainThread { try runScript(script, [url]) }
        return ["By proxy", "Straight"].first { process.output.contains($0) }
    }

    @Test func withoutAnyThereIsNoProxy() async throws {
        #expect(try await title("") == "Straight")
    }

    @Test(arguments: ["http_proxy", "all_proxy", "ALL_PROXY"])
    func aVariableNamesTheProxy(_ variable: String) async throws {
        #expect(try await title("\(variable)=\(proxy.url(""))") == "By proxy")
    }

    @Test func theProxyForSecureRequestsIsNotForOthers() async throws {
        #expect(try await title("https_proxy=\(proxy.url(""))") == "Straight")
    }

    @Test func someHostsAreReachedWithoutIt() async throws {
        #expect(try await title("http_proxy=\(proxy.url("")) no_proxy=127.0.0.1") == "Straight")
    }

    @Test func theOptionIsStronger() async throws {
        #expect(try await title("http_proxy=http://127.0.0.1:1", "--proxy \(proxy.url(""))") == "By proxy")
        #expect(try await title("http_proxy=\(proxy.url(""))", "--proxy ''") == "Straight")
    }
}
