// Bridges › Once and coroutine: what is to happen a single time, and may suspend while it happens.

internal import BraidCore
public import BraidGoroutines

extension Sync.Once {
    /// Runs `body`, unless another was run here before; suspends the calling coroutine until one has ended.
    ///
    /// - Throws: what `body` throws, to the caller whose `body` it was; `CancellationError` if the task is cancelled while
    ///   another's goes on.
    public nonisolated(nonsending) func run(
        _ body: nonisolated(nonsending) () async throws -> Void
    ) async throws {
        try await run(.endless, body)
    }

    /// The same, waiting for the end of another's until the context ends.
    ///
    /// - Throws: as above; `ContextError` if the context has ended before, or while another's goes on.
    public nonisolated(nonsending) func run(
        in context: Context, _ body: nonisolated(nonsending) () async throws -> Void
    ) async throws {
        try context.check()
        try await run(.context(context), body)
    }

    /// The same, waiting for the end of another's for `duration` at most.
    ///
    /// - Throws: as above; `ContextError.deadlineExceeded`.
    public nonisolated(nonsending) func run(
        within duration: Duration, _ body: nonisolated(nonsending) () async throws -> Void
    ) async throws {
        try await run(.duration(duration), body)
    }
}

// With a body that does not suspend, for which the compiler would otherwise take the form that blocks.
extension Sync.Once {
    /// Runs `body`, unless another was run here before; suspends the calling coroutine until one has ended.
    public nonisolated(nonsending) func run(_ body: () throws -> Void) async throws {
        try await run(.endless) { () async throws in try body() }
    }

    /// The same, waiting for the end of another's until the context ends.
    public nonisolated(nonsending) func run(in context: Context, _ body: () throws -> Void) async throws {
        try context.check()
        try await run(.context(context)) { () async throws in try body() }
    }

    /// The same, waiting for the end of another's for `duration` at most.
    public nonisolated(nonsending) func run(within duration: Duration, _ body: () throws -> Void) async throws
    {
        try await run(.duration(duration)) { () async throws in try body() }
    }
}

extension Sync.Once {
    fileprivate nonisolated(nonsending) func run(
        _ patience: Patience, _ body: nonisolated(nonsending) () async throws -> Void
    ) async throws {
        if hasRun { return }
        try await mutex.acquire(patience)
        defer { mutex.unlock() }
        if hasRun { return }
        defer { noteRun() }
        try await body()
    }
}
