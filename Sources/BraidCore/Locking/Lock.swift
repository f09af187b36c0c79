// Locking › Lock: the mutual exclusion of the core itself, held for a few instructions and never over a park.
//
// Three states in one word, as in Ulrich Drepper's "Futexes Are Tricky": free, held, and held with sleepers. A short
// spin comes first, because most critical sections here are shorter than a system call.
//
// Roads rejected:
//  - `Synchronization.Mutex`: its priority-inheriting futex enters the kernel on every contended hand-over and records
//    the owner's thread, which says nothing about the fiber.
//  - pthread_mutex_t: 40 bytes, and its address must be kept stable by hand.
//
// Goroutines use `Sync.Mutex`, which parks; this lock blocks the thread.

internal import CBraidShims
internal import Synchronization

package struct Lock: ~Copyable {
    private let word = Atomic<UInt32>(Lock.free)
    private let rank: LockRank

    private static let free: UInt32 = 0
    private static let held: UInt32 = 1
    private static let contended: UInt32 = 2

    package init(_ rank: LockRank) {
        self.rank = rank
    }

    package borrowing func lock() {
        rank.willLock()
        acquire()
    }

    /// For select, which takes the locks of several channels in the order of their addresses.
    package borrowing func lockBesideOthersOfItsRank() {
        rank.willLockAnother()
        acquire()
    }

    private borrowing func acquire() {
        if word.compareExchange(expected: Lock.free, desired: Lock.held, ordering: .acquiring).exchanged {
            return
        }
        lockSlowly()
    }

    package borrowing func unlock() {
        rank.didUnlock()
        if word.exchange(Lock.free, ordering: .releasing) == Lock.contended {
            // Safety: the word is in the lock's own storage, which outlives this borrow; a wake-up reads nothing.
            unsafe withUnsafePointer(to: word) { unsafe braid_futex_wake($0, 1) }
        }
    }

    package borrowing func tryLock() -> Bool {
        guard word.compareExchange(expected: Lock.free, desired: Lock.held, ordering: .acquiring).exchanged
        else {
            return false
        }
        rank.willLock()
        return true
    }

    package borrowing func withLock<Result: ~Copyable, Failure: Error>(
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        lock()
        defer { unlock() }
        return try body()
    }

    private borrowing func lockSlowly() {
        for _ in 0..<100 {
            braid_spin_hint()
            if word.load(ordering: .relaxed) == Lock.free,
                word.compareExchange(expected: Lock.free, desired: Lock.held, ordering: .acquiring).exchanged
            {
                return
            }
        }
        while word.exchange(Lock.contended, ordering: .acquiring) != Lock.free {
            // Safety: the word is in the lock's own storage, whose address does not change while it is borrowed.
            unsafe withUnsafePointer(to: word) { _ = unsafe braid_futex_wait($0, Lock.contended, .max) }
        }
    }
}
