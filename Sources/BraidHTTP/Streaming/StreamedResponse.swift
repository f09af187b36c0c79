// Streaming › StreamedResponse: what a server answers, while its body is still on its way.

public import HTTPTypes

/// The answer to a request whose body is read piece by piece: of a chain of redirects, the last one's.
///
/// It corresponds to `httpx.stream`'s response, to Go's `http.Response`, and to JavaScript's `Response` with its
/// `ReadableStream`.
public struct StreamedResponse: Sendable {
    /// The URL as the caller gave it.
    public let url: String
    /// The URL that answered, after redirects.
    public let finalURL: String
    /// How many redirects led there.
    public let redirects: Int
    /// The status, such as `.ok` or `.notFound`.
    public let status: HTTPResponse.Status
    /// The fields of the final response.
    public let headerFields: HTTPFields
    /// The version of HTTP.
    public let version: Response.Version
    /// The body, decompressed, as it arrives.
    public let body: ResponseBody

    init(_ head: ResponseHead, body: ResponseBody) {
        url = head.url
        finalURL = head.finalURL
        redirects = head.redirects
        status = HTTPResponse.Status(code: head.fields.statusCode, reasonPhrase: head.fields.reasonPhrase)
        headerFields = head.fields.fields
        version = head.version
        self.body = body
    }
}
