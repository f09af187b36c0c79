// Bridges › HTTP client and promise, in pieces: `fetch` as JavaScript has it, whose promise is kept before the body is there.

internal import BraidCore
public import BraidHTTP
public import BraidPromises

extension HTTPClient {
    /// Sends a request and promises its response as soon as its head is there; the body is read piece by piece. To be
    /// called on an event loop, whose own thread serves the request.
    ///
    /// ```swift
    /// client.fetchStream(request).then { response in response.body.read() }.then { piece in … }
    /// ```
    ///
    /// - Parameter body: the request's body, if it is made while it is sent.
    /// - Returns: a promise of the response, whatever its status; rejected with `HTTPError` if there is none.
    public func fetchStream(_ request: Request, body: RequestBody? = nil) -> Promise<StreamedResponse> {
        demand(
            EventLoop.current != nil,
            "fetchStream was called outside of an event loop: use EventLoop.run { } or EventLoop.runUntilIdle { }"
        )
        return Promise.async { try await self.stream(request, body: body) }
    }
}

extension ResponseBody {
    /// Promises the next piece; JavaScript's `reader.read()`. To be called on an event loop.
    ///
    /// - Returns: a promise of nil at the end of the body; rejected with `HTTPError` if the body is not complete.
    public func read() -> Promise<[UInt8]?> {
        Promise.async { try await self.next() }
    }
}
