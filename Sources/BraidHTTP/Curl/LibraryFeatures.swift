// Curl › LibraryFeatures: which libcurl this process found, and what that one can do.
//
// The system's libcurl differs from machine to machine, so nothing is assumed: what `braid` reports
// and what a transfer asks for is read from the library itself.

internal import CBraidCurl

/// The libcurl that serves this process.
public struct LibraryFeatures: Sendable, Hashable {
    /// For example `7.88.1`.
    public let version: String
    /// The same as a number to compare, 0xMMmmpp: 7.88.1 is 0x075801.
    public let versionNumber: UInt32
    /// The TLS library and its version; nil if https is not possible.
    public let tls: String?
    /// Whether HTTP/2 is.
    public let http2: Bool
    /// Whether HTTP/3 is.
    public let http3: Bool
    /// Whether IPv6 is.
    public let ipv6: Bool
    /// Whether host names outside ASCII are.
    public let internationalHostNames: Bool
    /// Whether a name lookup leaves the calling thread free.
    public let asynchronousLookup: Bool
    /// The file of certificate authorities that the library trusts by itself, if it has one.
    public let caFile: String?
    /// The codings of Content-Encoding that a body may come in, beside none.
    public let contentEncodings: [String]

    /// Reads them from the library, which is opened if nobody has yet.
    ///
    /// - Throws: `HTTPError` of kind `.library` if there is no usable libcurl.
    public static func read() throws(HTTPError) -> LibraryFeatures {
        try loadLibrary()
        // Safety: the call fills the structure in; its strings are constants of the library, which is
        // never closed, and are copied here.
        var raw = unsafe braid_curl_features()
        unsafe braid_curl_read_features(&raw)
        return unsafe LibraryFeatures(raw)
    }

    // Safety: the strings are terminated and outlive this copy, as read() says.
    @unsafe private init(_ raw: braid_curl_features) {
        // Safety: see above.
        unsafe version = raw.version.map { unsafe String(cString: $0) } ?? "unknown"
        unsafe versionNumber = raw.version_number
        unsafe tls = raw.tls.map { unsafe String(cString: $0) }
        unsafe caFile = raw.ca_file.map { unsafe String(cString: $0) }
        let bits = unsafe raw.bits
        func has(_ bit: Int32) -> Bool { bits & bit != 0 }
        http2 = has(BRAID_CURL_VERSION_HTTP2)
        http3 = has(BRAID_CURL_VERSION_HTTP3)
        ipv6 = has(BRAID_CURL_VERSION_IPV6)
        internationalHostNames = has(BRAID_CURL_VERSION_IDN)
        asynchronousLookup = has(BRAID_CURL_VERSION_ASYNCHDNS)
        let codings: [(Int32, [String])] = [
            (BRAID_CURL_VERSION_LIBZ, ["deflate", "gzip"]), (BRAID_CURL_VERSION_BROTLI, ["br"]),
            (BRAID_CURL_VERSION_ZSTD, ["zstd"]),
        ]
        contentEncodings = codings.filter { has($0.0) }.flatMap { $0.1 }
    }
}

/// Opens libcurl if nobody has yet; cheap after the first time.
func loadLibrary() throws(HTTPError) {
    // Safety: the reason is static storage of the C target.
    guard let reason = unsafe braid_curl_load() else { return }
    throw HTTPError(.library, unsafe String(cString: reason))
}
