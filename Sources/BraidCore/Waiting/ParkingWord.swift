// Waiting › ParkingWord: the word on which a thread sleeps until somebody unparks it, or until a deadline.
//
// Whoever may unpark the thread is told of it after `prepare`. An `unpark` that nobody waits for any more is met by the next wait,
// unless that is prepared later; so who waits until a deadline asks whether one is on its way.
//
// Explored in all interleavings by the tests: see ParkAndReadyExplorationTests.

struct ParkingWord<M: Memory>: Sendable {
    let word: M.Word

    private static var parked: UInt32 { 0 }
    private static var unparked: UInt32 { 1 }

    /// Called by the thread itself, before anybody can unpark it.
    @inline(__always)
    func prepare() { word.store(UInt(ParkingWord.parked), .relaxed) }

    /// Waits for `unpark`. False if the deadline came first.
    func park(until deadline: Instant) -> Bool {
        while isParked {
            if !word.park(while: ParkingWord.parked, until: deadline) { return !isParked }
        }
        return true
    }

    /// The same for one who can call the wait off, unless somebody is about to unpark him: `giveUp` says whether nobody is.
    /// True if somebody has unparked him, false if the wait was called off.
    func park(until deadline: Instant, orElse giveUp: () -> Bool) -> Bool {
        if park(until: deadline) { return true }
        if giveUp() { return false }
        // The wake-up is on its way, and must not meet a later wait.
        return park(until: .never)
    }

    /// Harmless after the thread has gone on or ended: a wake-up reads nothing. Called while the thread is parked, that is
    /// until the store is seen.
    func unpark() {
        word.store(UInt(ParkingWord.unparked), .releasing)
        word.wake(1)
    }

    private var isParked: Bool { word.load(.acquiring) == UInt(ParkingWord.parked) }
}
