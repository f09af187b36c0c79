// Bridges › WaitGroup, ErrGroup and coroutine: `await group.wait()`.

internal import BraidCore
public import BraidGoroutines

extension WaitGroup {
    /// Suspends the calling coroutine until the counter is zero.
    ///
    /// - Throws: `CancellationError` if the task is cancelled first.
    public nonisolated(nonsending) func wait() async throws(CancellationError) {
        do { try await wait(.endless) } catch { throw CancellationError() }
    }

    /// Suspends the calling coroutine until the counter is zero or the context ends.
    ///
    /// - Throws: `ContextError` if the context has ended first; `CancellationError`.
    public nonisolated(nonsending) func wait(in context: Context) async throws {
        try await wait(.context(context))
    }

    /// Suspends the calling coroutine until the counter is zero, for `duration` at most.
    ///
    /// - Throws: `ContextError.deadlineExceeded`; `CancellationError`.
    public nonisolated(nonsending) func wait(within duration: Duration) async throws {
        try await wait(.duration(duration))
    }

    private nonisolated(nonsending) func wait(_ patience: Patience) async throws {
        // Safety: the suspension keeps the node until it is taken or withdrawn.
        try unsafe await patience.suspend { node in
            unsafe enter(node)
        } withdraw: { node in
            // Safety: as above.
            unsafe leave(node)
            return true
        }
    }
}

extension ErrGroup {
    /// Suspends the calling coroutine until all goroutines of the group have ended.
    ///
    /// - Throws: the first error; `CancellationError` if the task is cancelled first. The goroutines go on then, as they do
    ///   in the other forms.
    public nonisolated(nonsending) func wait() async throws {
        try await goroutines.wait()
        try conclude()
    }

    /// Suspends the calling coroutine until all goroutines of the group, or the context, have ended.
    ///
    /// - Throws: the first error, also if others go on; `ContextError` if the context has ended first; `CancellationError`.
    public nonisolated(nonsending) func wait(in context: Context) async throws {
        do { try await goroutines.wait(in: context) } catch let error as ContextError {
            throw errors.first ?? error
        }
        try conclude()
    }

    /// Suspends the calling coroutine until all goroutines of the group have ended, for `duration` at most.
    ///
    /// - Throws: the first error, also if others go on; `ContextError.deadlineExceeded`; `CancellationError`.
    public nonisolated(nonsending) func wait(within duration: Duration) async throws {
        do { try await goroutines.wait(within: duration) } catch let error as ContextError {
            throw errors.first ?? error
        }
        try conclude()
    }
}
