// Bridges › Sync and coroutine: `await mutex.lock()`, with the same mutex that goroutines lock.
//
// A coroutine that is cancelled while it waits leaves the queue, and nothing is lost by that: what had been handed over to
// it is its own, and it returns with it; what had not goes to the next.

internal import BraidCore
public import BraidGoroutines

extension Sync.Mutex {
    /// Waits for the mutex and keeps it; suspends the calling coroutine. asyncio's `Lock.acquire`.
    ///
    /// - Throws: `CancellationError` if the task is cancelled first. The mutex is not the caller's then.
    public nonisolated(nonsending) func lock() async throws(CancellationError) {
        guard await core.acquire(hearsCancellation: true) else { throw CancellationError() }
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
}

extension MutexCore {
    /// False if the task was cancelled first.
    nonisolated(nonsending) func acquire(hearsCancellation: Bool) async -> Bool {
        if tryLock() { return true }
        // Safety: ours until it is freed below; who hands the mutex over writes to it before the wait is over.
        let slot = UnsafeMutablePointer<Bool>.allocate(capacity: 1)
        defer { unsafe slot.deallocate() }
        let start = Scheduler.current.clock.now
        var waited: UInt64?
        while true {
            unsafe slot.initialize(to: false)
            var isAcquired = false
            let verdict = unsafe await Suspension.wait(
                slot: UnsafeMutableRawPointer(slot), hearsCancellation: hearsCancellation
            ) { node in
                // Safety: the suspension keeps the node until it is taken or withdrawn.
                isAcquired = unsafe enter(node, waitedNanoseconds: waited)
                return !isAcquired
            } withdraw: { node in
                // Safety: as above.
                unsafe leave(node)
            }
            if unsafe isAcquired || slot.pointee {
                endStarvation(since: start)
                return true
            }
            if verdict == .cancelled { return false }
            // Woken to compete for it, and perhaps too late.
            waited = Scheduler.current.clock.now.nanoseconds(since: start)
        }
    }
}

extension Sync.RWMutex {
    /// Waits for the right to read and keeps it; suspends the calling coroutine.
    ///
    /// - Throws: `CancellationError` if the task is cancelled first. Nothing is held then.
    public nonisolated(nonsending) func readLock() async throws(CancellationError) {
        if core.tryReadLock() { return }
        guard await core.acquire(.read) else { throw CancellationError() }
    }

    /// Waits for the right to change the value and keeps it; suspends the calling coroutine.
    ///
    /// - Throws: `CancellationError` if the task is cancelled first. Nothing is held then, and readers whom this wait kept
    ///   out are let in.
    public nonisolated(nonsending) func lock() async throws(CancellationError) {
        if core.tryLock() { return }
        guard await core.acquire(.write) else { throw CancellationError() }
    }
}

extension RWMutexCore {
    fileprivate nonisolated(nonsending) func acquire(_ kind: Kind) async -> Bool {
        var isAcquired = false
        // Safety: the suspension keeps the node until it is taken or withdrawn.
        let verdict = unsafe await Suspension.wait { node in
            isAcquired = unsafe enter(node, kind)
            return !isAcquired
        } withdraw: { node in
            // Safety: as above.
            unsafe leave(node, kind)
        }
        return isAcquired || verdict == .done
    }
}

extension Sync.Semaphore {
    /// Takes `count` permits; suspends the calling coroutine until they are there. asyncio's `Semaphore.acquire`.
    ///
    /// - Throws: `CancellationError` if the task is cancelled first. Nothing is taken then, and smaller requests behind
    ///   this one may go on.
    public nonisolated(nonsending) func acquire(_ count: Int = 1) async throws(CancellationError) {
        if tryAcquire(count) { return }
        check(count)
        // Safety: ours until it is freed below, after the wait.
        let slot = UnsafeMutablePointer<Int>.allocate(capacity: 1)
        unsafe slot.initialize(to: count)
        defer { unsafe slot.deallocate() }
        let verdict = unsafe await Suspension.wait(slot: UnsafeMutableRawPointer(slot)) { node in
            // Safety: the suspension keeps the node until it is taken or withdrawn.
            unsafe enter(node)
            return true
        } withdraw: { node in
            // Safety: as above.
            unsafe leave(node)
        }
        if verdict == .cancelled { throw CancellationError() }
    }
}

extension Sync.Cond {
    /// Unlocks the mutex, suspends the calling coroutine until a signal comes, and locks the mutex again: in every case,
    /// also after a cancellation, and however long that takes. asyncio's `Condition.wait`.
    ///
    /// - Throws: `CancellationError` if the task is cancelled before a signal comes, with the mutex locked.
    public nonisolated(nonsending) func wait() async throws(CancellationError) {
        // Safety: the suspension keeps the node until it is taken or withdrawn.
        let verdict = unsafe await Suspension.wait { node in
            unsafe enter(node)
            return true
        } withdraw: { node in
            // Safety: as above.
            unsafe leave(node)
        }
        _ = await mutex.core.acquire(hearsCancellation: false)
        if verdict == .cancelled { throw CancellationError() }
    }
}
