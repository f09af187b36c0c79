// Client › Stream: requests whose bodies are read, or made, piece by piece.

internal import BraidCore

extension HTTPClient {
    /// Sends a request and waits for the head of its response; the body is read piece by piece. Parks a goroutine, blocks
    /// a plain thread. Go's `http.Client.Do`, httpx's `client.stream`.
    ///
    /// - Parameter body: the request's body, if it is made while it is sent: instead of `request.body`.
    /// - Throws: `HTTPError` with the kind of failure. One that comes later is thrown by the response's body.
    @available(*, noasync)
    public func stream(_ request: Request, body: RequestBody? = nil) throws(HTTPError) -> StreamedResponse {
        let response = try begin(request, body)
        return StreamedResponse(
            try response.wait(.httpResponse, for: .head).get(), body: ResponseBody(response, of: self))
    }

    /// Sends a request and suspends the calling coroutine until the head of its response is there; the body is read piece
    /// by piece. On an event loop everything happens on the loop's thread.
    ///
    /// - Parameter body: the request's body, if it is made while it is sent: instead of `request.body`.
    /// - Throws: `HTTPError` with the kind of failure; `.cancelled` at once if the calling task is cancelled. One that comes
    ///   later is thrown by the response's body.
    public nonisolated(nonsending) func stream(
        _ request: Request, body: RequestBody? = nil
    ) async throws(HTTPError) -> StreamedResponse {
        let response = try begin(request, body, on: .current)
        guard let head = await response.wait(for: .head) else {
            let error = HTTPError(.cancelled, "the task was cancelled")
            response.cancel(error)
            throw error
        }
        return StreamedResponse(try head.get(), body: ResponseBody(response, of: self))
    }

    /// Posts the request; the response will be in the stream.
    func begin(
        _ request: Request, _ body: RequestBody?, on loop: EventLoop? = nil
    ) throws(HTTPError) -> Stream {
        let response = Stream(isEngineProducer: true)
        do throws(HTTPError) {
            let transfer = try Transfer(request, settings: settings, assumingHTTP: true)
            transfer.response = response
            transfer.upload = body.map { ($0.stream, $0.length) }
            if let loop {
                let engine = try engine(on: loop)
                transfer.connect(EngineLine(to: transfer, on: engine, of: loop))
                engine.post(.start(Handed(value: transfer)))
            } else {
                let engine = try goroutineEngine()
                transfer.connect(EngineLine(to: transfer, on: engine))
                engine.post(.start(Handed(value: transfer)))
            }
        } catch {
            body?.stream.end(.failure(error))
            throw error
        }
        return response
    }
}
