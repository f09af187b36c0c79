// Bridges › Mutex and coroutine: `await mutex.lock()`, with the same mutex that goroutines lock.
//
// A coroutine that is cancelled while it waits leaves the queue, and nothing is lost by that: what had been handed over to
// it is its own, and it returns with it; what had not goes to the next. So it is with deadlines and contexts.

internal import BraidCore
public import BraidGoroutines

extension Sync.Mutex {
    /// Waits for the mutex and keeps it; suspends the calling coroutine. asyncio's `Lock.acquire`.
    ///
    /// - Throws: `CancellationError` if the task is cancelled first. The mutex is not the caller's then.
    public nonisolated(nonsending) func lock() async throws(CancellationError) {
        do {
            try await core.acquire(.endless)
        } catch {
            throw CancellationError()
        }
    }

    /// Waits for the mutex until the context ends, and keeps it; suspends the calling coroutine.
    ///
    /// - Throws: `ContextError` if the context has ended first, or before; `CancellationError`. The mutex is not the
    ///   caller's then.
    public nonisolated(nonsending) func lock(in context: Context) async throws {
        try context.check()
        try await core.acquire(.context(context))
    }

    /// Waits for the mutex for `duration` at most, and keeps it; suspends the calling coroutine.
    ///
    /// - Throws: `ContextError.deadlineExceeded`; `CancellationError`. The mutex is not the caller's then.
    public nonisolated(nonsending) func lock(within duration: Duration) async throws {
        try await core.acquire(.duration(duration))
    }

    /// Waits for the mutex, calls `body` with the value, and unlocks, also when `body` throws; suspends the calling
    /// coroutine while it waits. asyncio's `async with lock`.
    ///
    /// - Throws: `CancellationError` if the task is cancelled before the mutex is its own; what `body` throws.
    public nonisolated(nonsending) func withLock<Result>(
        _ body: (inout sending Value) throws -> sending Result
    ) async throws -> sending Result {
        try await lock()
        defer { unlock() }
        return try whileLocked(body)
    }

    /// The same, waiting until the context ends.
    ///
    /// - Throws: as `lock(in:)`; what `body` throws.
    public nonisolated(nonsending) func withLock<Result>(
        in context: Context, _ body: (inout sending Value) throws -> sending Result
    ) async throws -> sending Result {
        try await lock(in: context)
        defer { unlock() }
        return try whileLocked(body)
    }

    /// The same, waiting for `duration` at most.
    ///
    /// - Throws: as `lock(within:)`; what `body` throws.
    public nonisolated(nonsending) func withLock<Result>(
        within duration: Duration, _ body: (inout sending Value) throws -> sending Result
    ) async throws -> sending Result {
        try await lock(within: duration)
        defer { unlock() }
        return try whileLocked(body)
    }
}

extension MutexCore {
    /// Takes the mutex. Throws if the patience was over first, or the task was cancelled; the latter only if it is to be
    /// heard.
    nonisolated(nonsending) func acquire(_ patience: Patience, hearsCancellation: Bool = true) async throws {
        if tryLock() { return }
        // Safety: ours until it is freed below; who hands the mutex over writes to it before the wait is over.
        let slot = UnsafeMutablePointer<Bool>.allocate(capacity: 1)
        defer { unsafe slot.deallocate() }
        let start = Scheduler.current.clock.now
        var waited: UInt64?
        while true {
            unsafe slot.initialize(to: false)
            var isAcquired = false
            try unsafe await patience.lessTime(since: start).suspend(
                slot: UnsafeMutableRawPointer(slot), hearsCancellation: hearsCancellation
            ) { node in
                // Safety: the suspension keeps the node until it is taken or withdrawn.
                isAcquired = unsafe enter(node, waitedNanoseconds: waited)
                return !isAcquired
            } withdraw: { node in
                // Safety: as above.
                unsafe leave(node)
                return true
            }
            if unsafe isAcquired || slot.pointee { return endStarvation(since: start) }
            // Woken to compete for it, and perhaps too late.
            waited = Scheduler.current.clock.now.nanoseconds(since: start)
        }
    }
}

extension Patience {
    /// What is left of it for another step of a wait that began at `start`.
    fileprivate func lessTime(since start: Instant) -> Patience {
        guard case .duration(let duration) = self else { return self }
        let waited = Scheduler.current.clock.now.nanoseconds(since: start)
        return .duration(duration - .nanoseconds(Int64(clamping: waited)))
    }
}
