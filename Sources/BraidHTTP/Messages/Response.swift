// Messages › Response: what a server answered, whatever the status.

public import HTTPTypes

/// The answer to a request: of a chain of redirects, the last one's.
///
/// It corresponds to `httpx.Response`, Go's `http.Response` and JavaScript's `Response`, with the body
/// already read.
public struct Response: Sendable {
    /// The version of HTTP that the answer came in.
    public enum Version: String, Sendable, Hashable {
        /// HTTP/1.0.
        case http1 = "HTTP/1.0"
        /// HTTP/1.1.
        case http1point1 = "HTTP/1.1"
        /// HTTP/2.
        case http2 = "HTTP/2"
        /// HTTP/3.
        case http3 = "HTTP/3"
    }

    /// The URL as the caller gave it.
    public let url: String
    /// The URL that answered, after redirects.
    public let finalURL: String
    /// How many redirects led there.
    public let redirects: Int
    /// The status, such as `.ok` or `.notFound`.
    public let status: HTTPResponse.Status
    /// The fields of the final response. Trailer fields are not among them.
    public var headerFields: HTTPFields { fields.all }
    /// The body, decompressed.
    public let body: [UInt8]
    /// The version of HTTP.
    public let version: Version
    /// How many bytes the body had on the wire, before decompression.
    public let bytesReceived: Int
    /// How long it took from the request's turn to the last byte, in seconds.
    public let seconds: Double

    let fields: ReceivedFields

    /// A response; for those who answer requests without a network.
    public init(
        url: String, finalURL: String, redirects: Int = 0, status: HTTPResponse.Status,
        headerFields: HTTPFields = [:], body: [UInt8], version: Version = .http1point1,
        bytesReceived: Int? = nil, seconds: Double = 0
    ) {
        self.init(
            url: url, finalURL: finalURL, redirects: redirects, status: status,
            fields: ReceivedFields(headerFields), body: body, version: version,
            bytesReceived: bytesReceived ?? body.count, seconds: seconds)
    }

    init(
        url: String, finalURL: String, redirects: Int, status: HTTPResponse.Status, fields: ReceivedFields,
        body: [UInt8], version: Version, bytesReceived: Int, seconds: Double
    ) {
        self.url = url
        self.finalURL = finalURL
        self.redirects = redirects
        self.status = status
        self.fields = fields
        self.body = body
        self.version = version
        self.bytesReceived = bytesReceived
        self.seconds = seconds
    }
}
