// Streaming › RequestBody: a body that is sent while it is made.

internal import BraidCore

/// The body of a request, given piece by piece while it is being sent. Go's `io.Pipe` as a request's body, httpx's
/// `content=` with a generator, JavaScript's `ReadableStream` as `body`.
///
/// ```swift
/// let body = RequestBody()
/// go {
///     for line in lines { try body.send(line) }   // parks while 64 KiB wait to be sent
///     body.finish()
/// }
/// let response = try client.stream(Request(url: url, method: .post), body: body)
/// ```
///
/// Belongs to one request. Such a request follows no redirect, and begins on a connection of its own, as what has been
/// sent cannot be sent again. A body whose last reference goes without `finish` ends its request.
public final class RequestBody: Sendable {
    /// How many bytes it will have, if that is known: then the server is told, and more fail the request; otherwise it is
    /// sent in chunks.
    public let length: Int?

    let stream = Stream(isEngineProducer: false)

    /// A body of which nothing has been given yet.
    public init(length: Int? = nil) {
        demand(length ?? 0 >= 0, "a body cannot have \(length ?? 0) bytes")
        self.length = length
    }

    deinit {
        stream.finish(.failure(HTTPError(.cancelled, "the request's body was abandoned")))
    }

    /// Gives a piece. Parks a goroutine, blocks a plain thread while enough wait to be sent.
    ///
    /// - Throws: `HTTPError` if the request has ended, or the body is finished.
    @available(*, noasync)
    public func send(_ piece: [UInt8]) throws(HTTPError) {
        try stream.wait(.httpRequest, for: .room(for: piece)).get()
    }

    /// Gives a piece. Suspends the calling coroutine while enough wait to be sent.
    ///
    /// - Throws: `HTTPError` if the request has ended, or the body is finished; `.cancelled` if the calling task is
    ///   cancelled first: the piece is not sent then.
    public nonisolated(nonsending) func send(_ piece: [UInt8]) async throws(HTTPError) {
        guard let outcome = await stream.wait(for: .room(for: piece)) else {
            throw HTTPError(.cancelled, "the task was cancelled")
        }
        try outcome.get()
    }

    /// Says that this was all. From anywhere; more than once is harmless.
    public func finish() {
        stream.finish(.success(()))
    }

    /// Ends the request: it fails with `.cancelled`. From anywhere; harmless after the end.
    public func cancel() {
        stream.finish(.failure(HTTPError(.cancelled, "the request's body was cancelled")))
    }
}
