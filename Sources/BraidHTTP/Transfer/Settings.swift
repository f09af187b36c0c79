// Transfer › Settings: what all requests of a client share, worked out once.
//
// An object, so that a request holds it without copying it, and so that two requests are seen to want the same of
// libcurl by comparing addresses: a handle that was prepared for one is then prepared for the other (see EasyHandle).

private import BraidCore
internal import HTTPTypes

/// A configuration, and what follows from it.
final class Settings: Sendable {
    let configuration: HTTPClient.Configuration
    /// The value as a field may have it: a line break in it must not become another field.
    let userAgent: String?
    /// Which proxy to go through; `.environment` only if the environment names one.
    let proxy: HTTPClient.Proxy
    /// The fields of a plain GET that libcurl would otherwise format for each request, byte by byte, and then again with
    /// all others.
    let fieldLines: [String]
    let connectMilliseconds: Int
    /// Nil for no limit.
    let totalMilliseconds: Int?

    init(_ configuration: HTTPClient.Configuration) {
        self.configuration = configuration
        userAgent = configuration.userAgent.map { HTTPField(name: .userAgent, value: $0).value }
        let codings = (try? LibraryFeatures.read())?.contentEncodings ?? []
        let fields = [("User-Agent", userAgent ?? ""), ("Accept-Encoding", codings.joined(separator: ", "))]
        fieldLines = fields.filter { !$0.1.isEmpty }.map { "\($0.0): \($0.1)" }
        // libcurl would look through the environment for each request.
        let isVoid = configuration.proxy == .environment && !Self.environmentNamesProxy
        proxy = isVoid ? .none : configuration.proxy
        connectMilliseconds = configuration.connectTimeout.curlMilliseconds
        totalMilliseconds = configuration.timeout?.curlMilliseconds
    }

    /// Whether a variable is set from which libcurl takes a proxy. `HTTP_PROXY` is none: a web server would set it for its
    /// programs to whatever a client sent as the field `Proxy`.
    private static var environmentNamesProxy: Bool {
        ["http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"].contains {
            Environment.text($0) != nil
        }
    }
}
