// Client › HTTPClient: what a user holds.
//
// A request is posted to an engine, and the caller waits until the engine has its result. Engines are made on first
// use: one goroutine for all goroutines, threads and tasks of the pool, and one on each event loop that asks, where
// everything stays on the loop's thread.

internal import BraidCore

/// An HTTP client that keeps connections alive and fetches any number of pages at once.
///
/// It corresponds to `httpx.Client` in Python, to Go's `http.Client` and to what is behind `fetch` in JavaScript. One
/// client may be used from everywhere at the same time:
///
/// ```swift
/// let client = try HTTPClient()
/// go { print(try client.get("http://localhost:8080/").title ?? "no title") }  // parks the goroutine
/// let page = try await client.get("http://localhost:8080/")                   // suspends the coroutine
/// ```
///
/// Connections are shared by the requests of one client: those from event loops are shared within their loop, all
/// others with each other. When the last reference goes, connections are closed; `close` does the same at once.
public final class HTTPClient: Sendable {
    /// The limits and the trust of this client.
    public var configuration: Configuration { settings.configuration }

    let settings: Settings

    private let shared = Guarded(.door, Shared())
    let token = LoopEngines.ClientToken()

    private struct Shared: ~Copyable {
        var engine: Engine?
        var isClosed = false
    }

    /// Makes a client.
    ///
    /// - Throws: `HTTPError` of kind `.library` if this machine has no usable libcurl.
    public init(configuration: Configuration = Configuration()) throws(HTTPError) {
        try loadLibrary()
        settings = Settings(configuration)
    }

    deinit {
        shared.withLock { $0.engine }?.close()
    }

    /// Ends the client: requests in progress fail as cancelled, connections are closed, later requests fail. Returns
    /// when that is done for all but those of event loops, which are ended with their loop. May be called more than
    /// once, from a goroutine or a plain thread.
    public func close() {
        let engine = shared.withLock { shared in
            shared.isClosed = true
            return shared.engine
        }
        engine?.close()
        engine?.waitForEnd()
    }

    /// The engine of all who are on no event loop.
    func goroutineEngine() throws(HTTPError) -> Engine {
        try shared.withLock { (shared) throws(HTTPError) in
            if shared.isClosed { throw .closedClient }
            if let engine = shared.engine { return engine }
            let engine = try Engine(configuration: configuration, clock: Scheduler.current.clock)
            engine.runInGoroutine()
            shared.engine = engine
            return engine
        }
    }

    /// The engine on the calling event loop.
    func engine(on loop: EventLoop) throws(HTTPError) -> LoopEngine {
        if shared.withLock({ $0.isClosed }) { throw .closedClient }
        let engines = loop.storage.value(LoopEngines.self) { LoopEngines() }
        return try engines.engine(for: token) { () throws(HTTPError) in
            try LoopEngine(on: loop, configuration: configuration)
        }
    }
}

extension HTTPError {
    static let closedClient = HTTPError(.cancelled, "the client is closed")
}
