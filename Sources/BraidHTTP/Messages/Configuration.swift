// Messages › Configuration: what a client may spend on one request, and on all of them together.
//
// Every limit is on by default, because the client is made for pages that nobody has vetted: a server
// that never answers, a body without an end and a compressed bomb each cost one bounded item. Limits
// that are nil are off.

extension HTTPClient {
    /// The limits and the trust of a client; the same for all of its requests.
    public struct Configuration: Sendable, Hashable {
        /// The time for a whole request, redirects and body included; nil for no limit. It starts when
        /// the request gets its turn (`maximumConnections`), not when it is queued.
        public var timeout: Duration? = .seconds(30)
        /// The part of `timeout` within which a connection must stand, name lookup and TLS included.
        public var connectTimeout: Duration = .seconds(10)
        /// The most bytes a body may have after decompression.
        public var maximumBodyBytes: Int = 16 << 20
        /// The most bytes that the header fields of one response may have, status lines included.
        public var maximumHeaderBytes: Int = 256 << 10
        /// How many redirects a request follows. With 0 a redirect is a response like any other.
        public var maximumRedirects: Int = 10
        /// The User-Agent field; nil sends none.
        public var userAgent: String? = "braid"
        /// A file of certificate authorities in PEM form to trust instead of the system's.
        public var caFile: String?
        /// Accepts every certificate, whoever signed it and whatever name it bears.
        public var insecure = false
        /// Which proxy to go through.
        public var proxy = Proxy.environment
        /// The most requests in progress, hence connections in use, at one time; more wait their turn.
        public var maximumConnections = 256
        /// The same for each host and port; nil for no limit but the one above.
        public var maximumConnectionsPerHost: Int?

        /// A configuration with the default limits.
        public init() {}
    }

    /// The way to the server.
    public enum Proxy: Sendable, Hashable {
        /// What `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy` say, as curl, Go and httpx do.
        case environment
        /// Straight to the server, whatever the environment says.
        case none
        /// Through this proxy, for example `http://proxy.example:3128` or `socks5h://127.0.0.1:1080`.
        case url(String)
    }
}

extension Duration {
    /// Whole milliseconds as libcurl counts them: rounded up, so that a short limit never becomes 0,
    /// which to libcurl means none, and capped at some three weeks, which fits every C long.
    var curlMilliseconds: Int {
        let (seconds, attoseconds) = components
        let most: Int64 = 2_000_000
        guard seconds < most else { return Int(most) * 1000 }
        let fraction = (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
        return max(1, Int(max(seconds, 0) * 1000 + fraction))
    }
}
