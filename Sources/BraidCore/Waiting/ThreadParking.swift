// Waiting › ThreadParking: how a plain thread waits, on a futex word of its own.

internal import CBraidShims
internal import Glibc
internal import Synchronization

@safe
struct ThreadParking: Equatable, @unchecked Sendable {
    // Safety: the word is a thread-local variable of the thread that waits, which is alive while it waits. A wake-up
    // that comes late, after the thread has gone on or ended, reads nothing: the kernel ignores the address.
    private let word: UnsafeMutablePointer<Atomic<UInt32>>

    private static let parked: UInt32 = 0
    private static let unparked: UInt32 = 1

    static func == (left: ThreadParking, right: ThreadParking) -> Bool {
        // Safety: compares addresses only.
        unsafe left.word == right.word
    }

    /// The calling thread's.
    static var current: ThreadParking {
        // Who might end the wait is gone.
        ForkedProcess.refuse()
        // Safety: an atomic integer has the layout of the integer, and nothing else uses the word.
        return unsafe ThreadParking(
            word: UnsafeMutableRawPointer(braid_thread_parking_word())
                .assumingMemoryBound(to: Atomic<UInt32>.self))
    }

    func prepare() {
        // Safety: called by the thread itself, before anybody can unpark it.
        unsafe word.pointee.store(ThreadParking.parked, ordering: .relaxed)
    }

    /// Waits for `unpark`. False if the deadline came first.
    func park(until deadline: Instant) -> Bool {
        // Safety: the thread's own word.
        while unsafe word.pointee.load(ordering: .acquiring) == ThreadParking.parked {
            let result = unsafe braid_futex_wait_as(
                word, ThreadParking.parked, deadline.nanoseconds, BRAID_WAIT_PARKED)
            if result == -ETIMEDOUT {
                return unsafe word.pointee.load(ordering: .acquiring) != ThreadParking.parked
            }
        }
        return true
    }

    func unpark() {
        // Safety: the thread is parked until the store is seen; see the property for the wake-up.
        unsafe word.pointee.store(ThreadParking.unparked, ordering: .releasing)
        unsafe braid_futex_wake(word, 1)
    }
}
