// Bridges › Barrier and coroutine: `await barrier.wait()`, beside goroutines that wait at the same barrier.

internal import BraidCore
public import BraidGoroutines

extension Sync.Barrier {
    /// Suspends the calling coroutine until all have arrived. asyncio's `Barrier.wait`.
    ///
    /// - Returns: true for the last to arrive, which did not wait; false for the others.
    /// - Throws: `CancellationError` if the task is cancelled first. It does not count as arrived then.
    @discardableResult
    public nonisolated(nonsending) func wait() async throws(CancellationError) -> Bool {
        do { return try await wait(.endless) } catch { throw CancellationError() }
    }

    /// Suspends the calling coroutine until all have arrived, or the context ends.
    ///
    /// - Returns: true for the last to arrive, which did not wait; false for the others.
    /// - Throws: `ContextError` if the context has ended first, or before; `CancellationError`. The caller does not count as
    ///   arrived then.
    @discardableResult
    public nonisolated(nonsending) func wait(in context: Context) async throws -> Bool {
        try context.check()
        return try await wait(.context(context))
    }

    /// Suspends the calling coroutine until all have arrived, for `duration` at most.
    ///
    /// - Returns: true for the last to arrive, which did not wait; false for the others.
    /// - Throws: `ContextError.deadlineExceeded`; `CancellationError`. The caller does not count as arrived then.
    @discardableResult
    public nonisolated(nonsending) func wait(within duration: Duration) async throws -> Bool {
        try await wait(.duration(duration))
    }

    private nonisolated(nonsending) func wait(_ patience: Patience) async throws -> Bool {
        var round: Int?
        // Safety: the suspension keeps the node until it is taken or withdrawn.
        try unsafe await patience.suspend { node in
            round = unsafe arrive(node)
            return round != nil
        } withdraw: { node in
            // Safety: as above.
            unsafe leave(node, round ?? 0)
        }
        return round == nil
    }
}
