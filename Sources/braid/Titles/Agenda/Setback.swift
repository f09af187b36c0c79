// Agenda › Setback: a visit that has failed in a way that may pass, and what the server said about it.

internal import BraidHTTP
internal import HTTPTypes

/// Nil is success, or a failure for good.
struct Setback: Sendable, Equatable {
    /// How long the server asks to be left alone.
    var retryAfter: Duration?
    /// Whether that goes for the whole server: it has too many visitors, not this page a problem.
    var isWholeServer = false
    /// Which server that is, if a redirect led to another; nil for the one that was asked.
    var server: String?

    init(retryAfter: Duration? = nil, isWholeServer: Bool = false, server: String? = nil) {
        self.retryAfter = retryAfter
        self.isWholeServer = isWholeServer
        self.server = server
    }

    /// What a status means: 408 (timeout), 429 (too many requests) and 5xx may pass.
    ///
    /// - Parameter now: seconds since 1970, for a date in Retry-After.
    init?(_ response: Response, now: Int) {
        let code = response.status.code
        guard code == 408 || code == 429 || (500..<600).contains(code) else { return nil }
        retryAfter = response.headerFields[.retryAfter].flatMap { RetryAfter.duration($0, now: now) }
        isWholeServer = code == 429 || code == 503 && retryAfter != nil
        if isWholeServer, response.redirects > 0 { server = (try? RequestURL(response.finalURL))?.server }
    }

    /// What an error means: whatever became of a connection may become better, a name that is unknown or a certificate
    /// that is untrusted will not.
    init?(_ error: HTTPError) {
        switch error.kind {
        case .refused, .unreachable, .timeout, .connection, .cutBody, .proxy: self.init()
        default: return nil
        }
    }
}
