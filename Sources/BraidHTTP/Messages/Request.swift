// Messages › Request: what is asked of a server, in the currency of swift-http-types.
//
// HTTPTypes' own HTTPRequest holds a URL taken apart into scheme, authority and path. Ours keeps the
// text that the caller gave, because that text is what a report must show, and because only one parser
// may decide what it means: libcurl's, which is the one that will connect.

public import HTTPTypes

/// A request for one resource.
///
/// It corresponds to `httpx.Request`, Go's `http.Request` and JavaScript's `Request`.
public struct Request: Sendable, Hashable {
    /// The method. GET and HEAD follow every redirect; POST follows them and becomes a GET where
    /// browsers make it one (301, 302, 303). Other methods return a redirect as their response.
    public var method: HTTPRequest.Method
    /// The URL, `http` or `https`.
    public var url: String
    /// Fields to send beside those that the client adds. Content-Length, Transfer-Encoding and Expect
    /// are the client's own business, and ignored here.
    public var headerFields: HTTPFields
    /// The body; empty for none.
    public var body: [UInt8]

    /// A request; a GET unless told otherwise.
    public init(
        url: String, method: HTTPRequest.Method = .get, headerFields: HTTPFields = [:], body: [UInt8] = []
    ) {
        self.url = url
        self.method = method
        self.headerFields = headerFields
        self.body = body
    }
}
