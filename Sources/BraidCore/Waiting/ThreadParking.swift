// Waiting › ThreadParking: how a plain thread waits, on a futex word of its own.

internal import CBraidShims
internal import Glibc
internal import Synchronization

@safe
struct ThreadParking: Equatable, @unchecked Sendable {
    // Safety: a thread-local variable of the thread that waits, which is alive while it waits. A wake-up that comes late,
    // after the thread has gone on or ended, reads nothing: the kernel ignores the address.
    private let parking: UnsafeMutablePointer<braid_thread_parking>

    private static let parked: UInt32 = 0
    private static let unparked: UInt32 = 1

    static func == (left: ThreadParking, right: ThreadParking) -> Bool {
        // Safety: compares addresses only.
        unsafe left.parking == right.parking
    }

    /// The calling thread's.
    static var current: ThreadParking {
        // Who might end the wait is gone.
        ForkedProcess.refuse()
        // Safety: see the property.
        guard let parking = unsafe braid_thread_own_parking() else {
            fatalError("a thread without its variables")
        }
        return unsafe ThreadParking(parking: parking)
    }

    private var word: UnsafeMutablePointer<Atomic<UInt32>> {
        // Safety: the first field; an atomic integer has the layout of the integer, and nothing else uses it.
        unsafe UnsafeMutableRawPointer(parking).assumingMemoryBound(to: Atomic<UInt32>.self)
    }

    /// Where the thread says what it waits for.
    var note: WaitNote {
        // Safety: see the property; the thread itself writes it, or a reader has made sure that it waits.
        unsafe WaitNote(braid_thread_parking_note(parking))
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
