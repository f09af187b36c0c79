// Waiting › ThreadParking: how a plain thread waits, on a futex word of its own.

internal import CBraidShims

@safe
struct ThreadParking: Equatable, @unchecked Sendable {
    // Safety: a thread-local variable of the thread that waits, which is alive while it waits. A wake-up that comes late,
    // after the thread has gone on or ended, reads nothing: the kernel ignores the address.
    private let parking: UnsafeMutablePointer<braid_thread_parking>

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

    private var word: ParkingWord<HardwareMemory> {
        // Safety: the first field, and nothing else uses it.
        unsafe ParkingWord(
            word: HardwareMemory.Word(UnsafeMutableRawPointer(parking).assumingMemoryBound(to: UInt.self)))
    }

    /// Where the thread says what it waits for.
    var note: WaitNote {
        // Safety: see the property; the thread itself writes it, or a reader has made sure that it waits.
        unsafe WaitNote(braid_thread_parking_note(parking))
    }

    /// For this and what follows see ParkingWord.
    func prepare() { word.prepare() }

    func park(until deadline: Instant) -> Bool { word.park(until: deadline) }

    func park(until deadline: Instant, orElse giveUp: () -> Bool) -> Bool {
        word.park(until: deadline, orElse: giveUp)
    }

    func unpark() { word.unpark() }
}
