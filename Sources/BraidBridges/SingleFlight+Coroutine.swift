// Bridges › SingleFlight and coroutine: `await flights.run(key) { try await … }`, shared with goroutines that ask for the
// same key.

internal import BraidCore
public import BraidGoroutines

extension SingleFlight {
    /// Runs `body`, or suspends the calling coroutine until the same call by somebody else has ended.
    ///
    /// - Returns: the value, and whether somebody else got it too.
    /// - Throws: what the `body` that was run throws, to all who share it; `CancellationError` if the task is cancelled
    ///   while somebody else's call goes on, which it does not end.
    public nonisolated(nonsending) func run(
        _ key: Key, _ body: nonisolated(nonsending) () async throws -> Value
    ) async throws -> (value: Value, isShared: Bool) {
        try await run(key, .endless, body)
    }

    /// The same, waiting for somebody else's call until the context ends. A `body` of the caller's own has to heed the
    /// context itself.
    ///
    /// - Throws: as above; `ContextError`.
    public nonisolated(nonsending) func run(
        _ key: Key, in context: Context, _ body: nonisolated(nonsending) () async throws -> Value
    ) async throws -> (value: Value, isShared: Bool) {
        try context.check()
        return try await run(key, .context(context), body)
    }

    /// The same, waiting for somebody else's call for `duration` at most.
    ///
    /// - Throws: as above; `ContextError.deadlineExceeded`.
    public nonisolated(nonsending) func run(
        _ key: Key, within duration: Duration, _ body: nonisolated(nonsending) () async throws -> Value
    ) async throws -> (value: Value, isShared: Bool) {
        try await run(key, .duration(duration), body)
    }
}

// With a body that does not suspend, for which the compiler would otherwise take the form that blocks.
extension SingleFlight {
    /// Runs `body`, or suspends the calling coroutine until the same call by somebody else has ended.
    public nonisolated(nonsending) func run(
        _ key: Key, _ body: () throws -> Value
    ) async throws -> (value: Value, isShared: Bool) {
        try await run(key, .endless) { () async throws in try body() }
    }

    /// The same, waiting for somebody else's call until the context ends.
    public nonisolated(nonsending) func run(
        _ key: Key, in context: Context, _ body: () throws -> Value
    ) async throws -> (value: Value, isShared: Bool) {
        try context.check()
        return try await run(key, .context(context)) { () async throws in try body() }
    }

    /// The same, waiting for somebody else's call for `duration` at most.
    public nonisolated(nonsending) func run(
        _ key: Key, within duration: Duration, _ body: () throws -> Value
    ) async throws -> (value: Value, isShared: Bool) {
        try await run(key, .duration(duration)) { () async throws in try body() }
    }
}

extension SingleFlight {
    fileprivate nonisolated(nonsending) func run(
        _ key: Key, _ patience: Patience, _ body: nonisolated(nonsending) () async throws -> Value
    ) async throws -> (value: Value, isShared: Bool) {
        let (call, isMine) = join(key)
        guard isMine else {
            let shared: Result<Value, any Error>
            do {
                shared = try await call.result.wait(patience)
            } catch {
                call.withdraw()
                throw error
            }
            return (try shared.get(), true)
        }
        let result: Result<Value, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        return try end(call, key, result)
    }
}

extension OneShot {
    /// The value; suspends the calling coroutine until it is there.
    ///
    /// - Throws: `CancellationError` or `ContextError` if that came first.
    nonisolated(nonsending) func wait(_ patience: Patience) async throws -> Value {
        if let value { return value }
        // Safety: the suspension keeps the node until it is taken or withdrawn.
        try unsafe await patience.suspend { node in
            unsafe enter(node)
        } withdraw: { node in
            // Safety: as above.
            unsafe leave(node)
            return value == nil
        }
        guard let value else { fatalError("a wait ended without its value") }
        return value
    }
}
