// Locking › Guarded: state that can be reached only with its lock held.
//
// The state lies in raw memory of its own: Swift's dynamic exclusivity checks on a class's stored properties cost more
// than most critical sections here, and inside `withLock` the compiler checks `inout` statically.

// Inlinable, because it is generic: without seeing through it, another module would pay for each critical section more
// than for what is in it. The compiler heeds that only in a type that is itself usable from inlinable code.

@safe
@usableFromInline
@frozen
package struct Guarded<State: ~Copyable>: ~Copyable, @unchecked Sendable {
    // Safety: allocated here, freed in deinit, and dereferenced with the lock held only.
    @usableFromInline let state: UnsafeMutablePointer<State>
    @usableFromInline let lock: Lock

    @inlinable
    package init(_ rank: LockRank, _ initial: consuming State) {
        // Safety: freed in deinit.
        unsafe state = .allocate(capacity: 1)
        unsafe state.initialize(to: initial)
        lock = Lock(rank)
    }

    @inlinable
    deinit {
        // Safety: whoever ends the value is its only user.
        unsafe state.deinitialize(count: 1)
        unsafe state.deallocate()
    }

    @inlinable
    @inline(__always)
    package borrowing func withLock<Result: ~Copyable, Failure: Error>(
        _ body: (inout State) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        lock.lock()
        defer { lock.unlock() }
        // Safety: the lock is held, so this is the only access.
        return try unsafe body(&state.pointee)
    }
}
