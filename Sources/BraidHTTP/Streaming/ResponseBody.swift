// Streaming › ResponseBody: a body to be read piece by piece.
//
// Whoever lets go of the last reference, or breaks out of a loop and then does, has given the rest up: the transfer ends
// and its connection is closed.

internal import BraidCore

/// The body of a streamed response. Go's `resp.Body`, httpx's `response.aiter_bytes()`, JavaScript's `response.body`.
///
/// ```swift
/// while let piece = try response.body.next() { … }     // parks the goroutine
/// for try await piece in response.body { … }           // suspends the coroutine
/// ```
///
/// What is not read stays with the server: some 64 KiB wait here, some in the sockets, and then the server has to wait
/// (over HTTP/2, when libcurl's window is full: 32 MiB with 7.88). There is no other limit to its length: that of
/// `Configuration.maximumBodyBytes` is for bodies that are read whole. `Configuration.timeout` is for all of it, however
/// slowly it is read. May be read from any thread, each piece by one reader.
public final class ResponseBody: AsyncSequence, Sendable {
    /// Some bytes as they arrived, never none.
    public typealias Element = [UInt8]

    private let stream: Stream
    /// An engine ends with its client.
    private let client: HTTPClient

    init(_ stream: Stream, of client: HTTPClient) {
        self.stream = stream
        self.client = client
    }

    deinit {
        cancel()
    }

    /// Takes the next piece. Parks a goroutine, blocks a plain thread until there is one.
    ///
    /// - Returns: nil at the end of the body.
    /// - Throws: `HTTPError` if the body is not complete, now and from then on; `.cancelled` after `cancel`.
    @available(*, noasync)
    public func next() throws(HTTPError) -> [UInt8]? {
        try stream.wait(.httpResponse, for: .piece).get()
    }

    /// Takes the next piece. Suspends the calling coroutine until there is one.
    ///
    /// - Returns: nil at the end of the body.
    /// - Throws: `HTTPError` if the body is not complete, now and from then on; `.cancelled` at once if the calling task is
    ///   cancelled, which gives the rest up.
    public nonisolated(nonsending) func next() async throws(HTTPError) -> [UInt8]? {
        guard let piece = await stream.wait(for: .piece) else {
            let error = HTTPError(.cancelled, "the task was cancelled")
            stream.cancel(error)
            throw error
        }
        return try piece.get()
    }

    /// Gives the rest up: closes the connection, and ends the waits of all who read with `.cancelled`. From anywhere;
    /// harmless at the end. Go's `resp.Body.Close`, JavaScript's `body.cancel()`.
    public func cancel() {
        stream.cancel(HTTPError(.cancelled, "the rest of the body was given up"))
    }

    /// Begins to take pieces. Several iterators share them.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(body: self) }

    /// Takes the pieces one after another.
    public struct AsyncIterator: AsyncIteratorProtocol {
        let body: ResponseBody

        /// The next piece; nil at the end.
        public func next() async throws(HTTPError) -> [UInt8]? {
            try await body.next()
        }

        /// The next piece; nil at the end. Stays with the caller's actor.
        public func next(isolation actor: isolated (any Actor)?) async throws(HTTPError) -> [UInt8]? {
            try await body.next()
        }
    }
}
