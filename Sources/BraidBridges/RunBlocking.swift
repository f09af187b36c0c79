// Bridges › RunBlocking: async code called from code that is not, and blocking code called from async code.

internal import BraidCore
public import BraidGoroutines

/// Runs async code from synchronous code and waits for its result. Parks a goroutine, blocks a plain thread; Kotlin's
/// `runBlocking`.
///
/// The code runs on Swift's concurrent pool, never on the waiting thread, so that it cannot wait for itself. On an event
/// loop's own thread the wait could never end if the code needs the loop: there the call stops the program with a
/// message. The same holds inside a Swift task, whose pool it could exhaust.
@available(*, noasync)
public func runBlocking<Value: Sendable, Failure: Error>(
    _ body: sending @escaping () async throws(Failure) -> Value
) throws(Failure) -> Value {
    demand(
        EventLoop.current == nil, "runBlocking on an event loop's own thread would never end; use await")
    let result = OneShot<Result<Value, Failure>>()
    let body = Handed(value: body)
    Task.detached {
        do throws(Failure) {
            result.set(.success(try await body.value()))
        } catch {
            result.set(.failure(error))
        }
    }
    return try result.wait(.join).get()
}

/// Runs blocking code in a goroutine and suspends the calling coroutine until it has ended. What asyncio calls
/// `to_thread`, without a thread for each call.
///
/// The goroutine runs to its end even if the calling task is cancelled; its result is dropped then.
///
/// - Throws: what `body` throws, or `CancellationError` if the task is cancelled first.
public nonisolated(nonsending) func toGoroutine<Value: Sendable>(
    name: String? = nil, fileID: StaticString = #fileID, line: UInt = #line,
    _ body: sending @escaping () throws -> Value
) async throws -> Value {
    let loop = EventLoop.current
    loop?.hold()
    defer { loop?.release() }
    let spawned: Spawned<Value, any Error> = spawn(name: name, fileID: fileID, line: line) {
        () throws(any Error) in
        try body()
    }
    return try await spawned.join()
}

extension Spawned where Value: Sendable {
    /// Suspends the calling coroutine until the goroutine has ended.
    ///
    /// - Returns: what its body returned.
    /// - Throws: what its body threw, or `CancellationError` if the task is cancelled first.
    public nonisolated(nonsending) func join() async throws -> Value {
        try await end.wait(.endless)
        return try get()
    }

    /// Suspends the calling coroutine until the goroutine or the context has ended. The goroutine is left alone.
    ///
    /// - Returns: what its body returned.
    /// - Throws: what its body threw; `ContextError` if the context has ended first, or before; `CancellationError`.
    public nonisolated(nonsending) func join(in context: Context) async throws -> Value {
        try context.check()
        try await end.wait(.context(context))
        return try get()
    }

    /// Suspends the calling coroutine until the goroutine has ended, for `duration` at most. It goes on afterwards.
    ///
    /// - Returns: what its body returned.
    /// - Throws: what its body threw; `ContextError.deadlineExceeded`; `CancellationError`.
    public nonisolated(nonsending) func join(within duration: Duration) async throws -> Value {
        try await end.wait(.duration(duration))
        return try get()
    }
}

extension Spawned {
    /// Suspends the calling coroutine until the goroutine has ended, and takes its result, which is not `Sendable`: one can
    /// have it. A second call, once the first has its result, stops the program.
    ///
    /// - Returns: what its body returned.
    /// - Throws: what its body threw, or `CancellationError` if the task is cancelled first. There may be another call then.
    public nonisolated(nonsending) func join() async throws -> sending Value {
        try await end.wait(.endless)
        return try take()
    }

    /// The same until the goroutine or the context has ended.
    ///
    /// - Returns: what its body returned.
    /// - Throws: what its body threw; `ContextError` if the context has ended first, or before; `CancellationError`.
    public nonisolated(nonsending) func join(in context: Context) async throws -> sending Value {
        try context.check()
        try await end.wait(.context(context))
        return try take()
    }

    /// The same for `duration` at most.
    ///
    /// - Returns: what its body returned.
    /// - Throws: what its body threw; `ContextError.deadlineExceeded`; `CancellationError`.
    public nonisolated(nonsending) func join(within duration: Duration) async throws -> sending Value {
        try await end.wait(.duration(duration))
        return try take()
    }
}
