// Bridges › Semaphore and coroutine: `await semaphore.acquire()`.

internal import BraidCore
public import BraidGoroutines

extension Sync.Semaphore {
    /// Takes `count` permits; suspends the calling coroutine until they are there. asyncio's `Semaphore.acquire`.
    ///
    /// - Throws: `CancellationError` if the task is cancelled first. Nothing is taken then, and smaller requests behind
    ///   this one may go on. So it is with the other forms.
    public nonisolated(nonsending) func acquire(_ count: Int = 1) async throws(CancellationError) {
        check(count)
        do { try await acquire(count, .endless) } catch { throw CancellationError() }
    }

    /// Takes `count` permits; suspends the calling coroutine until they are there or the context ends.
    ///
    /// - Throws: `ContextError` if the context has ended first, or before; `CancellationError`.
    public nonisolated(nonsending) func acquire(_ count: Int = 1, in context: Context) async throws {
        try context.check()
        try await acquire(count, .context(context))
    }

    /// Takes `count` permits; suspends the calling coroutine until they are there, for `duration` at most.
    ///
    /// - Throws: `ContextError.deadlineExceeded`; `CancellationError`.
    public nonisolated(nonsending) func acquire(_ count: Int = 1, within duration: Duration) async throws {
        try await acquire(count, .duration(duration))
    }

    private nonisolated(nonsending) func acquire(_ count: Int, _ patience: Patience) async throws {
        if tryAcquire(count) { return }
        let isPossible = canGive(count)
        // Safety: ours until it is freed below, after the wait.
        let slot = UnsafeMutablePointer<Int>.allocate(capacity: 1)
        unsafe slot.initialize(to: count)
        defer { unsafe slot.deallocate() }
        try unsafe await patience.suspend(slot: UnsafeMutableRawPointer(slot)) { node in
            // Safety: the suspension keeps the node until it is taken or withdrawn.
            if isPossible { unsafe enter(node) }
            return true
        } withdraw: { node in
            // Safety: as above.
            if isPossible { unsafe leave(node) }
            return true
        }
    }
}
