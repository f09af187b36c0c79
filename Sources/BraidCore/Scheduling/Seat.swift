// Scheduling › Seat: a place from which one worker takes work. What Go calls a P.
//
// A scheduler has as many seats as goroutines may run at once. A seat holds what its worker needs without asking anybody:
// a ring of runnables, one slot before it for what was made runnable last, timers, free stacks, numbers for new
// goroutines. A worker that is stuck loses its seat to another (see Monitor, Crew); a worker without one takes no work.
//
// The slot: a goroutine that hands something over and then waits is followed at once by the one it handed it to, while
// what they share is in the cache. A pair that goes on like that would shut out the ring, so the slot is passed over after
// `longestStreak` turns.
//
// Invariants:
//  - The record is touched only by the seat's worker between `enter` and `leave` of its gate, or by a visitor.
//  - What anybody may touch is in the front, which never changes but for its words: one tells others, who need not be
//    exact, how many runnables are here and how often one was taken; one is the balance of launches and ends.

internal import CBraidShims
internal import Synchronization

struct SeatRecord: ~Copyable {
    var ring = RunRing()
    var next = Runnable.none
    /// How often in a row the slot was taken before the ring.
    var streak = 0
    var restraint = Restraint()
    var ids = IDRange()
    var turns: UInt = 0
}

struct SeatFront: ~Copyable {
    let index: Int
    let words = HardwareMemory.allocate(2, "seat")
    let timers = Timers()
    let tenancy = Tenancy<HardwareMemory>()

    init(index: Int) {
        self.index = index
    }

    deinit { words.free() }
}

@safe
struct Seat: @unchecked Sendable {
    // Safety: allocated by the scheduler, freed when its threads have ended; see the invariants for who touches what.
    private let record: UnsafeMutablePointer<SeatRecord>
    private let front: UnsafeMutablePointer<SeatFront>

    static let longestStreak = 16

    init(index: Int) {
        // Safety: freed by `free`.
        unsafe record = CacheLines.allocate(SeatRecord.self)
        unsafe record.initialize(to: SeatRecord())
        unsafe front = CacheLines.allocate(SeatFront.self)
        unsafe front.initialize(to: SeatFront(index: index))
    }

    func free() {
        // Safety: called once, when nobody uses the seat any more.
        unsafe record.deinitialize(count: 1)
        unsafe record.deallocate()
        unsafe front.deinitialize(count: 1)
        unsafe front.deallocate()
    }

    // Safety: the front never changes while the seat lives, but for its words.
    var index: Int { unsafe front.pointee.index }
    var timers: Timers { unsafe front.pointee.timers }
    var tenancy: Tenancy<HardwareMemory> { unsafe front.pointee.tenancy }

    /// What anybody may see of the seat.
    struct View: Equatable {
        fileprivate let word: UInt

        /// How many runnables are here.
        var count: Int { Int(word & 0xFFFF) }

        /// How often something was taken.
        var takings: UInt { word >> 16 }
    }

    /// From any thread, and possibly out of date. Equal views with work in them: nothing was taken in between.
    var view: View {
        // Safety: the word never goes away while the seat lives.
        unsafe View(word: front.pointee.words[0].load(.relaxed))
    }

    // From here on: for the seat's worker inside its gate, or for a visitor.

    @inline(__always)
    private func publish() {
        // Safety: the caller has the seat to itself.
        let count = unsafe record.pointee.ring.count + (record.pointee.next.isNone ? 0 : 1)
        unsafe front.pointee.words[0].store(record.pointee.turns << 16 | UInt(count), .relaxed)
    }

    /// Puts a runnable at the end. False if there is no room.
    @inline(__always)
    func append(_ runnable: Runnable) -> Bool {
        // Safety: the caller has the seat to itself.
        guard unsafe !record.pointee.ring.isFull else { return false }
        unsafe record.pointee.ring.append(runnable)
        publish()
        return true
    }

    /// Puts a batch at the end and empties it, or does neither if there is no room for all.
    func append(_ batch: inout RunBatch) -> Bool {
        // Safety: the caller has the seat to itself.
        guard unsafe record.pointee.ring.count + batch.count <= RunRing.capacity else { return false }
        unsafe record.pointee.ring.append(&batch)
        publish()
        return true
    }

    /// Puts a runnable into the slot; what was there goes to the end. False if there is no room for that.
    @inline(__always)
    func putNext(_ runnable: Runnable) -> Bool {
        // Safety: the caller has the seat to itself.
        let displaced = unsafe record.pointee.next
        if !displaced.isNone {
            guard unsafe !record.pointee.ring.isFull else { return false }
            unsafe record.pointee.ring.append(displaced)
        }
        unsafe record.pointee.next = runnable
        publish()
        return true
    }

    /// What `take` would take.
    @inline(__always)
    var first: Runnable {
        // Safety: the caller has the seat to itself.
        let next = unsafe record.pointee.next
        let isSlotNext = unsafe record.pointee.streak < Seat.longestStreak || record.pointee.ring.count == 0
        if !next.isNone, isSlotNext { return next }
        return unsafe record.pointee.ring.count > 0 ? record.pointee.ring[0] : .none
    }

    /// What is to run here next.
    @inline(__always)
    func take() -> Runnable? {
        // Safety: the caller has the seat to itself.
        let next = unsafe record.pointee.next
        if !next.isNone, unsafe record.pointee.streak < Seat.longestStreak || record.pointee.ring.count == 0 {
            unsafe record.pointee.next = .none
            unsafe record.pointee.streak += 1
            unsafe record.pointee.turns &+= 1
            publish()
            return next
        }
        unsafe record.pointee.streak = 0
        guard let first = unsafe record.pointee.ring.popFirst() else { return nil }
        unsafe record.pointee.turns &+= 1
        publish()
        return first
    }

    /// The oldest half, for a thief or for the scheduler's queue. With `andNext` the slot too, if the ring is empty.
    func takeHalf(into batch: inout RunBatch, andNext: Bool) {
        // Safety: the caller has the seat to itself.
        unsafe record.pointee.ring.takeHalf(into: &batch)
        unsafe record.pointee.turns &+= 1
        if andNext, batch.count == 0, unsafe !record.pointee.next.isNone {
            unsafe batch.append(record.pointee.next)
            unsafe record.pointee.next = .none
        }
        publish()
    }

    /// Calls `body` with each runnable that is here.
    func forEach(_ body: (Runnable) -> Void) {
        // Safety: the caller has the seat to itself.
        let next = unsafe record.pointee.next
        if !next.isNone { body(next) }
        for place in 0..<(unsafe record.pointee.ring.count) { unsafe body(record.pointee.ring[place]) }
    }

    /// Whether there is so much that to give half of it away is worth its price.
    // Safety: the caller has the seat to itself.
    var hasMany: Bool { unsafe record.pointee.ring.count >= Scheduler.worthTaking }

    /// Whether somebody should be called to share what was just added.
    @inline(__always)
    func wantsHelp() -> Bool {
        // Safety: the caller has the seat to itself.
        unsafe record.pointee.restraint.wantsHelp(hasMany: hasMany)
    }

    /// Somebody took what is worth taking: helpers are of use here.
    func helpWasUseful() {
        // Safety: the caller has the seat to itself.
        unsafe record.pointee.restraint.relax()
    }

    /// Counts a launch: the new goroutine's number.
    @inline(__always)
    func countLaunch(_ source: borrowing Atomic<UInt64>) -> UInt64 {
        count(by: 1)
        // Safety: the caller has the seat to itself.
        return unsafe record.pointee.ids.next(from: source)
    }

    @inline(__always)
    func countEnd() { count(by: 0 &- 1) }

    @inline(__always)
    private func count(by difference: UInt) {
        // Safety: the caller has the seat to itself; others read.
        let word = unsafe front.pointee.words[1]
        word.store(word.load(.relaxed) &+ difference, .relaxed)
    }

    /// Launches less ends that were counted here; from any thread.
    var launchBalance: Int {
        // Safety: the word never goes away while the seat lives.
        unsafe Int(bitPattern: front.pointee.words[1].load(.relaxed))
    }
}

/// Numbers set aside for one seat, so that not every new goroutine touches the same word.
struct IDRange {
    private var next: UInt64 = 0
    private var end: UInt64 = 0

    private static let length: UInt64 = 256

    @inline(__always)
    mutating func next(from source: borrowing Atomic<UInt64>) -> UInt64 {
        if next == end {
            end = source.wrappingAdd(IDRange.length, ordering: .relaxed).newValue
            next = end - IDRange.length
        }
        next += 1
        return next
    }
}
