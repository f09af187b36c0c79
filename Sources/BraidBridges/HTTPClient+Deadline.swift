// Bridges › HTTP client and context: requests of a goroutine that end with a context, or by themselves.
//
// Here and not in BraidHTTP, which knows no door, and so no context.

internal import BraidCore
public import BraidGoroutines
public import BraidHTTP

extension HTTPClient {
    /// Fetches a page until the context ends; Go's `http.NewRequestWithContext`. Parks a goroutine, blocks a plain thread.
    ///
    /// - Parameter url: an http or https URL; without a scheme, `http://` is assumed.
    /// - Returns: the response, whatever its status: 404 is a response too.
    /// - Throws: `ContextError` if the context has ended first, or before; `HTTPError`.
    @available(*, noasync)
    public func get(_ url: String, in context: Context) throws -> Response {
        try send(Request(url: url), in: context)
    }

    /// Fetches a page, for `duration` at most, queuing included, whatever the client's own timeout is; httpx's
    /// `client.get(url, timeout=…)`. Parks a goroutine, blocks a plain thread.
    ///
    /// - Parameter url: an http or https URL; without a scheme, `http://` is assumed.
    /// - Returns: the response, whatever its status: 404 is a response too.
    /// - Throws: `ContextError.deadlineExceeded`; `HTTPError`, also when the client's own timeout is shorter.
    @available(*, noasync)
    public func get(_ url: String, within duration: Duration) throws -> Response {
        try send(Request(url: url), within: duration)
    }

    /// Sends a request and waits for its response until the context ends; then the request is given up, and its connection
    /// closed. Parks a goroutine, blocks a plain thread.
    ///
    /// - Throws: `ContextError` if the context has ended first, or before: nothing is sent then. `HTTPError`.
    @available(*, noasync)
    public func send(_ request: Request, in context: Context) throws -> Response {
        try send(request, .context(context))
    }

    /// Sends a request and waits for its response, for `duration` at most, queuing included; then the request is given up,
    /// and its connection closed. Parks a goroutine, blocks a plain thread.
    ///
    /// - Throws: `ContextError.deadlineExceeded`; `HTTPError`, also when the client's own timeout is shorter.
    @available(*, noasync)
    public func send(_ request: Request, within duration: Duration) throws -> Response {
        try send(request, .duration(duration))
    }

    @available(*, noasync)
    private func send(_ request: Request, _ patience: Patience) throws -> Response {
        try patience.check()
        let response = try send(request) { patience.park($0, .httpResponse, of: .unknown) }
        guard let response else { throw patience.error }
        return response
    }
}
