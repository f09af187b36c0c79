// Client › Coroutine: requests that suspend a coroutine. On an event loop everything happens on the loop's thread.

internal import BraidCore

extension HTTPClient {
    /// Fetches a page; httpx's `await client.get`. Suspends the calling coroutine.
    ///
    /// On an event loop, the request is served by that loop's own thread; elsewhere by the client's goroutine.
    ///
    /// - Parameter url: an http or https URL; without a scheme, `http://` is assumed.
    /// - Returns: the response, whatever its status: 404 is a response too.
    /// - Throws: `HTTPError` with the kind of failure; `.cancelled` at once if the calling task is cancelled.
    public nonisolated(nonsending) func get(_ url: String) async throws(HTTPError) -> Response {
        try await send(Request(url: url))
    }

    /// Sends a request and suspends the calling coroutine until its response is there.
    ///
    /// - Throws: `HTTPError` with the kind of failure; `.cancelled` at once if the calling task is cancelled.
    public nonisolated(nonsending) func send(_ request: Request) async throws(HTTPError) -> Response {
        let transfer = try Transfer(request, settings: settings, assumingHTTP: true)
        let answer = Engine.Answer()
        transfer.recipient = .waiter(answer)
        guard let loop = EventLoop.current else {
            let engine = try goroutineEngine()
            engine.post(.start(Handed(value: transfer)))
            if let result = await answer.wait() { return try result.get() }
            engine.post(.cancel(Handed(value: transfer)))
            throw HTTPError(.cancelled, "the task was cancelled")
        }
        let engine = try engine(on: loop)
        loop.hold()
        defer { loop.release() }
        engine.post(.start(Handed(value: transfer)))
        if let result = await answer.wait() { return try result.get() }
        engine.post(.cancel(Handed(value: transfer)))
        throw HTTPError(.cancelled, "the task was cancelled")
    }
}
