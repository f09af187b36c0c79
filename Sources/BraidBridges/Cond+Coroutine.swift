// Bridges › Cond and coroutine: `await condition.wait()`.
//
// However the wait for a signal ends, the mutex is locked again afterwards, and that wait hears of nothing: who leaves
// `wait` by an error unlocks as everybody does.

internal import BraidCore
public import BraidGoroutines

extension Sync.Cond {
    /// Unlocks the mutex, suspends the calling coroutine until a signal comes, and locks the mutex again: in every case,
    /// also after a cancellation, and however long that takes. asyncio's `Condition.wait`.
    ///
    /// - Throws: `CancellationError` if the task is cancelled before a signal comes, with the mutex locked.
    public nonisolated(nonsending) func wait() async throws(CancellationError) {
        do { try await wait(.endless) } catch { throw CancellationError() }
    }

    /// The same, until the context ends.
    ///
    /// - Throws: `ContextError` if the context has ended before a signal came; `CancellationError`. With the mutex locked.
    public nonisolated(nonsending) func wait(in context: Context) async throws {
        try context.check()
        try await wait(.context(context))
    }

    /// The same, for `duration` at most.
    ///
    /// - Throws: `ContextError.deadlineExceeded` if no signal came in time; `CancellationError`. With the mutex locked.
    public nonisolated(nonsending) func wait(within duration: Duration) async throws {
        try await wait(.duration(duration))
    }

    private nonisolated(nonsending) func wait(_ patience: Patience) async throws {
        var failure: (any Error)?
        do {
            // Safety: the suspension keeps the node until it is taken or withdrawn.
            try unsafe await patience.suspend { node in
                unsafe enter(node)
                return true
            } withdraw: { node in
                // Safety: as above.
                unsafe leave(node)
                return true
            }
        } catch {
            failure = error
        }
        // Without an end, and deaf to cancellation, so it does not fail.
        try await mutex.core.acquire(.endless, hearsCancellation: false)
        if let failure { throw failure }
    }
}

extension Sync.Cond where Value: Sendable {
    /// Suspends the calling coroutine until `condition` holds, and calls `body` with the mutex locked.
    ///
    /// - Throws: `CancellationError` if the task is cancelled first; what `body` throws.
    public nonisolated(nonsending) func withLock<Result>(
        when condition: (Value) -> Bool, _ body: (inout sending Value) throws -> sending Result
    ) async throws -> sending Result {
        try await mutex.lock()
        defer { mutex.unlock() }
        while !mutex.whileLocked({ condition($0) }) { try await wait() }
        return try mutex.whileLocked(body)
    }

    /// The same, until the context ends.
    ///
    /// - Throws: `ContextError` if the context has ended first, or before; `CancellationError`; what `body` throws.
    public nonisolated(nonsending) func withLock<Result>(
        in context: Context, when condition: (Value) -> Bool,
        _ body: (inout sending Value) throws -> sending Result
    ) async throws -> sending Result {
        try await mutex.lock(in: context)
        defer { mutex.unlock() }
        while !mutex.whileLocked({ condition($0) }) { try await wait(in: context) }
        return try mutex.whileLocked(body)
    }

    /// The same, for `duration` at most, all waits together.
    ///
    /// - Throws: `ContextError.deadlineExceeded`; `CancellationError`; what `body` throws.
    public nonisolated(nonsending) func withLock<Result>(
        within duration: Duration, when condition: (Value) -> Bool,
        _ body: (inout sending Value) throws -> sending Result
    ) async throws -> sending Result {
        let deadline = Goroutine.Instant.now.advanced(by: max(.zero, duration))
        try await mutex.lock(within: duration)
        defer { mutex.unlock() }
        while !mutex.whileLocked({ condition($0) }) {
            let rest = Goroutine.Instant.now.duration(to: deadline)
            guard rest > .zero else { throw ContextError.deadlineExceeded }
            try await wait(within: rest)
        }
        return try mutex.whileLocked(body)
    }
}
