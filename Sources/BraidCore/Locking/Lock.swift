// Locking › Lock: the mutual exclusion of the core itself, held for a few instructions and never over a park.
//
// One word says whether it is held, another how many threads sleep for it. To take it free costs one locked instruction,
// to let it go none: the word is simply cleared, and then the sleepers are looked at. Between the two there must be a
// fence, or a thread that just falls asleep is missed; that thread pays for it, by a fence on every processor (see
// LockSleep). A short spin comes first, because most critical sections here are shorter than a system call.
//
// Whoever lets go looks at the sleepers after others may have taken the lock: so the lock's memory must live until the
// call returns. It does, as part of an object that its caller holds.
//
// Roads rejected:
//  - Three states in one word, as in Ulrich Drepper's "Futexes Are Tricky": a second locked instruction for letting go,
//    a quarter of what a message through a channel costs.
//  - `Synchronization.Mutex`: its priority-inheriting futex enters the kernel on every contended hand-over and records
//    the owner's thread, which says nothing about the fiber.
//  - pthread_mutex_t: 40 bytes, and its address must be kept stable by hand.
//
// In the child of a process that forked without an exec no lock can be taken (see braid_forking.h): that is why what a
// free lock contains is asked for each time.
//
// Goroutines use `Sync.Mutex`, which parks; this lock blocks the thread.
//
// What is done without contention is inlined, also into other modules: it is four instructions to lock and five to let go,
// and a call with what it saves and restores would be as much again.

public import CBraidShims
public import Synchronization

@usableFromInline
@frozen
package struct Lock: ~Copyable {
    /// 1 while it is held.
    @usableFromInline let word = Atomic<UInt>(0)
    @usableFromInline let sleepers = Atomic<UInt>(0)
    @usableFromInline let rank: LockRank

    @inlinable
    package init(_ rank: LockRank) {
        self.rank = rank
    }

    @inlinable
    @inline(__always)
    package borrowing func lock() {
        rank.willLock()
        acquire()
    }

    /// For select, which takes the locks of several channels in the order of their addresses.
    @inlinable
    @inline(__always)
    package borrowing func lockBesideOthersOfItsRank() {
        rank.willLockAnother()
        acquire()
    }

    /// The same for one that is free. False if it is held, perhaps by the caller.
    @inlinable
    @inline(__always)
    package borrowing func lockBesideOthersOfItsRankIfFree() -> Bool {
        guard attempt() else { return false }
        rank.willLockAnother()
        return true
    }

    @inlinable
    @inline(__always)
    borrowing func acquire() {
        if !attempt() { acquireSlowly() }
    }

    @inlinable
    @inline(__always)
    package borrowing func unlock() {
        rank.didUnlock()
        word.store(0, ordering: .releasing)
        if braid_has_barrier_everywhere() != 0 {
            braid_compiler_barrier()
        } else {
            atomicMemoryFence(ordering: .sequentiallyConsistent)
        }
        if sleepers.load(ordering: .relaxed) != 0 { wakeSleeper() }
    }

    package borrowing func tryLock() -> Bool {
        guard attempt() else {
            ForkedProcess.refuse()
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

    /// In the child of a fork no lock looks free, so that every call comes to where it is refused.
    @inlinable
    @inline(__always)
    borrowing func attempt() -> Bool {
        word.exchange(1, ordering: .acquiring) == UInt(braid_fork_free_lock())
    }

    @usableFromInline
    @inline(never)
    borrowing func acquireSlowly() {
        ForkedProcess.refuse()
        withSleep { $0.acquire() }
    }

    @usableFromInline
    @inline(never)
    borrowing func wakeSleeper() { withSleep { $0.wake() } }

    private borrowing func withSleep(_ body: (LockSleep<HardwareMemory>) -> Void) {
        // Safety: the words are in the lock's own storage, whose address does not change while it is borrowed.
        unsafe withUnsafePointer(to: word) { word in
            unsafe withUnsafePointer(to: sleepers) { sleepers in
                unsafe body(
                    LockSleep(word: HardwareMemory.Word(word), sleepers: HardwareMemory.Word(sleepers)))
            }
        }
    }
}
