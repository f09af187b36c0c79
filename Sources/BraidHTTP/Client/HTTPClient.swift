// Client › HTTPClient: what a user holds.
//
// A request is posted to the client's engine, and the caller parks until the engine has its result. The engine is one
// goroutine, whatever the number of requests; the client starts it.

internal import BraidCore

/// An HTTP client that keeps connections alive and fetches any number of pages at once.
///
/// It corresponds to `httpx.Client` in Python and to Go's `http.Client`. A call may be made from a goroutine, which is
/// parked until the response is there, or from a plain thread, which is blocked; both may use one client at a time.
///
/// ```swift
/// let client = try HTTPClient()
/// print(try client.get("http://localhost:8080/").title ?? "no title")
/// ```
///
/// Connections are shared by the requests of one client. When the last reference goes, its requests are over and its
/// connections are closed; `close` does the same at once, and waits for it.
public final class HTTPClient: Sendable {
    /// The limits and the trust of this client.
    public let configuration: Configuration

    private let engine: Engine

    /// Makes a client.
    ///
    /// - Throws: `HTTPError` of kind `.library` if this machine has no usable libcurl.
    public init(configuration: Configuration = Configuration()) throws(HTTPError) {
        self.configuration = configuration
        engine = try Engine(configuration: configuration)
        engine.runInGoroutine()
    }

    deinit {
        engine.close()
    }

    /// Fetches a page; httpx's `client.get`, Go's `http.Get`.
    ///
    /// - Parameter url: an http or https URL; without a scheme, `http://` is assumed.
    /// - Returns: the response, whatever its status: 404 is a response too.
    /// - Throws: `HTTPError` with the kind of failure and a line that says what happened.
    public func get(_ url: String) throws(HTTPError) -> Response {
        try send(Request(url: url))
    }

    /// Sends a request and waits for its response.
    ///
    /// - Throws: `HTTPError` with the kind of failure and a line that says what happened.
    public func send(_ request: Request) throws(HTTPError) -> Response {
        let transfer = try Transfer(request, configuration: configuration, assumingHTTP: true)
        let answer = Engine.Answer()
        transfer.waiter = answer
        engine.post(.start(Handed(value: transfer)))
        return try answer.wait(.httpResponse).get()
    }

    /// Ends the client: requests in progress fail as cancelled, connections are closed, later requests fail. Returns
    /// when that is done. May be called more than once.
    public func close() {
        engine.close()
        engine.waitForEnd()
    }
}
