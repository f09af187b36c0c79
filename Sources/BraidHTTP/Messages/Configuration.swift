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
        /// How long nothing may arrive and nothing be sent once a connection stands; noticed at most a quarter later. Nil,
        /// the default, leaves it to `timeout`. A stream whose reader takes its time is not idle.
        public var idleTimeout: Duration?
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
        /// Who the client says that it is, to servers that ask for a certificate.
        public var clientCertificate: ClientCertificate?
        /// Accepts every certificate, whoever signed it and whatever name it bears.
        public var insecure = false
        /// Which proxy to go through.
        public var proxy = Proxy.environment
        /// The most requests in progress, hence connections in use, at one time; more wait their turn.
        public var maximumConnections = 256
        /// The same for each host and port; nil for no limit but the one above.
        public var maximumConnectionsPerHost: Int?
        /// The most host names that are looked up at one time, each once; requests for more wait their turn, but do not
        /// hold up those that need no lookup: to addresses, to hosts that were found within the last minute, over
        /// connections that stand. A lookup costs a thread and up to three descriptors. When its request has ended, the
        /// next may begin, though the thread goes on until the system's resolver has given up as well. Lookups for
        /// redirects are not counted.
        public var maximumLookups = 64

        /// A configuration with the default limits.
        public init() {}
    }

    /// A certificate of the client's own, and its private key.
    public struct ClientCertificate: Sendable, Hashable {
        /// The certificate, and those that lead from it to an authority: PEM, or PKCS #12 if the name ends in `.p12` or
        /// `.pfx`.
        public var file: String
        /// The private key in PEM form; nil if it is in the same file.
        public var keyFile: String?
        /// What the key is encrypted with; nil if it is not.
        public var password: String?

        /// A certificate whose key is in the same file unless told otherwise.
        public init(file: String, keyFile: String? = nil, password: String? = nil) {
            self.file = file
            self.keyFile = keyFile
            self.password = password
        }

        /// The name of the file's format, as libcurl knows it.
        var format: String {
            let name = file.lowercased()
            return name.hasSuffix(".p12") || name.hasSuffix(".pfx") ? "P12" : "PEM"
        }
    }

    /// The way to the server.
    public enum Proxy: Sendable, Hashable {
        /// What `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy` say, as curl, Go and httpx do. If they name no proxy
        /// when the client is made, it uses none.
        case environment
        /// Straight to the server, whatever the environment says.
        case none
        /// Through this proxy, for example `http://proxy.example:3128` or `socks5h://127.0.0.1:1080`.
        case url(String)
    }
}

extension Duration {
    /// For a message: `250 ms`, `1.5 s`, `30 s`.
    var words: String {
        let milliseconds = curlMilliseconds
        guard milliseconds >= 1000 else { return "\(milliseconds) ms" }
        return milliseconds % 1000 == 0 ? "\(milliseconds / 1000) s" : "\(Double(milliseconds) / 1000) s"
    }

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
