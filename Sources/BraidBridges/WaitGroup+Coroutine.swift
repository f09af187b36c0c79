// Bridges › WaitGroup, ErrGroup and coroutine: `await group.wait()`.

internal import BraidCore
public import BraidGoroutines

extension WaitGroup {
    /// Suspends the calling coroutine until the counter is zero.
    ///
    /// - Throws: `CancellationError` if the task is cancelled first.
    public nonisolated(nonsending) func wait() async throws(CancellationError) {
        // Safety: the suspension keeps the node until it is taken or withdrawn.
        let verdict = unsafe await Suspension.wait {
            unsafe enter($0)
        } withdraw: {
            unsafe leave($0)
        }
        if verdict == .cancelled { throw CancellationError() }
    }
}

extension ErrGroup {
    /// Suspends the calling coroutine until all goroutines of the group have ended.
    ///
    /// - Throws: the first error; `CancellationError` if the task is cancelled first. The goroutines go on then.
    public nonisolated(nonsending) func wait() async throws {
        try await goroutines.wait()
        try conclude()
    }
}
