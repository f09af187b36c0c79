// Locking › LockRank: the order in which locks may be taken, as data, checked in debug builds.
//
// A thread that holds a lock may take only locks of a higher rank. Two locks of one rank are never held together,
// except by select, which takes its channels in the order of their addresses and says so.

internal import CBraidShims

@usableFromInline
@frozen
package enum LockRank: UInt8, Sendable {
    /// A timer or a context, which sends on, or closes, its channel while it is locked.
    case timekeeper
    /// A channel, a wait group, a handle of a goroutine: what a door's user waits on.
    case door
    /// A mailbox through which other threads reach the owner of something, such as an HTTP engine.
    case mailbox
    /// The table of descriptors that are waited for.
    case poller
    /// The heap of timers.
    case timers
    /// What other threads have posted to an event loop; a timer that fires posts.
    case loop
    /// The queue of runnable goroutines and the list of idle workers.
    case scheduler
    /// The free stacks.
    case stacks
    /// Which loops are watched, and where their threads are.
    case watchdog
    /// The rings of a trace: a step may be noted under any other lock.
    case trace

    @inlinable
    @inline(__always)
    package func willLock() {
        #if DEBUG
            note(isAnotherOfItsRank: false)
        #endif
    }

    /// As `willLock`, where locks of this rank are held already.
    @inlinable
    @inline(__always)
    package func willLockAnother() {
        #if DEBUG
            note(isAnotherOfItsRank: true)
        #endif
    }

    @inlinable
    @inline(__always)
    package func didUnlock() {
        #if DEBUG
            noteEnd()
        #endif
    }

    @usableFromInline
    func note(isAnotherOfItsRank: Bool) {
        // Safety: the word belongs to this thread, and no other thread reads it.
        guard let held = unsafe braid_thread_held_ranks() else { return }
        let lowestForbidden = isAnotherOfItsRank ? rawValue + 1 : rawValue
        precondition(
            unsafe held.pointee >> lowestForbidden == 0,
            "lock order: took the lock of \(self) while holding one of the same or a higher rank")
        unsafe held.pointee |= 1 << rawValue
    }

    @usableFromInline
    func noteEnd() {
        // Safety: the word belongs to this thread, and no other thread reads it.
        unsafe braid_thread_held_ranks()?.pointee &= ~(1 << rawValue)
    }

    /// A lock held over a park would be released by another thread, or never.
    @inline(__always)
    static func assertNoneHeld() {
        #if DEBUG
            // Safety: the word belongs to this thread, and no other thread reads it.
            precondition(
                unsafe braid_thread_held_ranks()?.pointee == 0, "parked while holding a lock of the core")
        #endif
    }
}
