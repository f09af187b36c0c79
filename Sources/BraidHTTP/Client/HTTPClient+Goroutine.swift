// Client › Goroutine: requests that park a goroutine or block a thread.

package import BraidCore

extension HTTPClient {
    /// Fetches a page; httpx's `client.get`, Go's `http.Get`. Parks a goroutine, blocks a plain thread.
    ///
    /// - Parameter url: an http or https URL; without a scheme, `http://` is assumed.
    /// - Returns: the response, whatever its status: 404 is a response too.
    /// - Throws: `HTTPError` with the kind of failure and a line that says what happened.
    @available(*, noasync)
    public func get(_ url: String) throws(HTTPError) -> Response {
        try send(Request(url: url))
    }

    /// Sends a request and waits for its response. Parks a goroutine, blocks a plain thread.
    ///
    /// - Throws: `HTTPError` with the kind of failure and a line that says what happened.
    @available(*, noasync)
    public func send(_ request: Request) throws(HTTPError) -> Response {
        try post(request).answer.wait(.httpResponse).get()
    }

    /// The same with a way to park that may end the wait earlier: then the request is cancelled, and there is nil. For the
    /// bridge to contexts and deadlines.
    @available(*, noasync)
    package func send(_ request: Request, park: (Waiter) -> Verdict) throws(HTTPError) -> Response? {
        let (engine, transfer, answer) = try post(request)
        if let result = answer.wait(park) { return try result.get() }
        engine.post(.cancel(Handed(value: transfer)))
        return nil
    }

    private func post(
        _ request: Request
    ) throws(HTTPError) -> (engine: Engine, transfer: Transfer, answer: Engine.Answer) {
        let transfer = try Transfer(request, settings: settings, assumingHTTP: true)
        let answer = Engine.Answer()
        transfer.recipient = .waiter(answer)
        let engine = try goroutineEngine()
        engine.post(.start(Handed(value: transfer)))
        return (engine, transfer, answer)
    }
}
