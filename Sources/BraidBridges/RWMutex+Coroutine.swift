// Bridges › RWMutex and coroutine: `await mutex.readLock()` and `await mutex.lock()`.

internal import BraidCore
public import BraidGoroutines

extension Sync.RWMutex {
    /// Waits for the right to read and keeps it; suspends the calling coroutine.
    ///
    /// - Throws: `CancellationError` if the task is cancelled first. Nothing is held then.
    public nonisolated(nonsending) func readLock() async throws(CancellationError) {
        do { try await core.acquire(.read, .endless) } catch { throw CancellationError() }
    }

    /// Waits for the right to read until the context ends, and keeps it; suspends the calling coroutine.
    ///
    /// - Throws: `ContextError` if the context has ended first, or before; `CancellationError`. Nothing is held then.
    public nonisolated(nonsending) func readLock(in context: Context) async throws {
        try context.check()
        try await core.acquire(.read, .context(context))
    }

    /// Waits for the right to read for `duration` at most, and keeps it; suspends the calling coroutine.
    ///
    /// - Throws: `ContextError.deadlineExceeded`; `CancellationError`. Nothing is held then.
    public nonisolated(nonsending) func readLock(within duration: Duration) async throws {
        try await core.acquire(.read, .duration(duration))
    }

    /// Waits for the right to change the value and keeps it; suspends the calling coroutine.
    ///
    /// - Throws: `CancellationError` if the task is cancelled first. Nothing is held then, and readers whom this wait kept
    ///   out are let in. So it is with the other forms.
    public nonisolated(nonsending) func lock() async throws(CancellationError) {
        do { try await core.acquire(.write, .endless) } catch { throw CancellationError() }
    }

    /// Waits for the right to change the value until the context ends, and keeps it; suspends the calling coroutine.
    ///
    /// - Throws: `ContextError` if the context has ended first, or before; `CancellationError`.
    public nonisolated(nonsending) func lock(in context: Context) async throws {
        try context.check()
        try await core.acquire(.write, .context(context))
    }

    /// Waits for the right to change the value for `duration` at most, and keeps it; suspends the calling coroutine.
    ///
    /// - Throws: `ContextError.deadlineExceeded`; `CancellationError`.
    public nonisolated(nonsending) func lock(within duration: Duration) async throws {
        try await core.acquire(.write, .duration(duration))
    }
}

// With the value. Waits as the form of `readLock` or `lock` that has the same parameter, and throws what that throws.
extension Sync.RWMutex {
    /// Waits until nobody changes the value, calls `body` with it, and unlocks; suspends the calling coroutine.
    public nonisolated(nonsending) func withReadLock<Result>(
        _ body: (Value) throws -> Result
    ) async throws -> Result where Value: Sendable {
        try await readLock()
        defer { readUnlock() }
        return try whileReadLocked(body)
    }

    /// The same, waiting until the context ends.
    public nonisolated(nonsending) func withReadLock<Result>(
        in context: Context, _ body: (Value) throws -> Result
    ) async throws -> Result where Value: Sendable {
        try await readLock(in: context)
        defer { readUnlock() }
        return try whileReadLocked(body)
    }

    /// The same, waiting for `duration` at most.
    public nonisolated(nonsending) func withReadLock<Result>(
        within duration: Duration, _ body: (Value) throws -> Result
    ) async throws -> Result where Value: Sendable {
        try await readLock(within: duration)
        defer { readUnlock() }
        return try whileReadLocked(body)
    }

    /// Waits until nobody uses the value, calls `body` with it, and unlocks; suspends the calling coroutine.
    public nonisolated(nonsending) func withLock<Result>(
        _ body: (inout sending Value) throws -> sending Result
    ) async throws -> sending Result {
        try await lock()
        defer { unlock() }
        return try whileLocked(body)
    }

    /// The same, waiting until the context ends.
    public nonisolated(nonsending) func withLock<Result>(
        in context: Context, _ body: (inout sending Value) throws -> sending Result
    ) async throws -> sending Result {
        try await lock(in: context)
        defer { unlock() }
        return try whileLocked(body)
    }

    /// The same, waiting for `duration` at most.
    public nonisolated(nonsending) func withLock<Result>(
        within duration: Duration, _ body: (inout sending Value) throws -> sending Result
    ) async throws -> sending Result {
        try await lock(within: duration)
        defer { unlock() }
        return try whileLocked(body)
    }
}

extension RWMutexCore {
    fileprivate nonisolated(nonsending) func acquire(_ kind: Kind, _ patience: Patience) async throws {
        if kind == .read ? tryReadLock() : tryLock() { return }
        // Safety: the suspension keeps the node until it is taken or withdrawn.
        try unsafe await patience.suspend { node in
            !(unsafe enter(node, kind))
        } withdraw: { node in
            // Safety: as above.
            unsafe leave(node, kind)
            return true
        }
    }
}
