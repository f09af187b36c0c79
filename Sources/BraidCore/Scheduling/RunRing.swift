// Scheduling › RunRing: the queue of one seat, first in, first out, of a fixed size.
//
// What does not fit goes to the scheduler's queue, half a ring at a time and the oldest first: so a goroutine that starts
// a million others keeps those it started last near to hand, where they run, end, and free their stacks, instead of
// all being begun before the first has ended. A ring that grew would make a tree of goroutines as wide as it is.
//
// It has no lock: its seat has.

@safe
struct RunRing: ~Copyable {
    static let capacity = 256
    /// How far behind the first the one lies whose memory is asked for: time for one turn.
    private static let lookahead = 1

    // Safety: allocated in `init`, freed in deinit; the `count` slots from `head` on are filled.
    private let slots: UnsafeMutablePointer<Runnable>
    private var head: UInt32 = 0
    private(set) var count = 0

    init() {
        // Safety: freed in deinit.
        unsafe slots = CacheLines.allocate(Runnable.self, count: RunRing.capacity)
    }

    deinit {
        // Safety: runnables are plain words.
        unsafe slots.deallocate()
    }

    var isFull: Bool { count == RunRing.capacity }

    @inline(__always)
    private func slot(_ place: Int) -> UnsafeMutablePointer<Runnable> {
        // Safety: the index is smaller than the capacity.
        unsafe slots + (Int(head) + place) & (RunRing.capacity - 1)
    }

    /// The ring must not be full.
    @inline(__always)
    mutating func append(_ runnable: Runnable) {
        // Safety: the slot after the last is free.
        unsafe slot(count).initialize(to: runnable)
        count += 1
    }

    @inline(__always)
    mutating func popFirst() -> Runnable? {
        guard count > 0 else { return nil }
        // Safety: the first slot is filled.
        let first = unsafe slot(0).move()
        head = (head + 1) & UInt32(RunRing.capacity - 1)
        count -= 1
        if count > RunRing.lookahead { self[RunRing.lookahead].prefetch() }
        return first
    }

    /// The runnable at a place in the order, which must be there.
    subscript(place: Int) -> Runnable {
        // Safety: a filled slot, since the place is in the ring.
        unsafe slot(place).pointee
    }

    /// Takes out the oldest half, rounded up.
    mutating func takeHalf(into batch: inout RunBatch) {
        let half = (count + 1) / 2
        // Safety: the first `half` slots are filled; those that come after the end of the memory are at its beginning.
        let untilEnd = min(half, RunRing.capacity - Int(head))
        unsafe batch.append(from: slots + Int(head), count: untilEnd)
        unsafe batch.append(from: slots, count: half - untilEnd)
        head = (head + UInt32(half)) & UInt32(RunRing.capacity - 1)
        count -= half
    }

    /// Empties the batch. There must be room for all of it.
    mutating func append(_ batch: inout RunBatch) {
        let last = (Int(head) + count) & (RunRing.capacity - 1)
        count += batch.count
        // Safety: the slots after the last are free.
        unsafe batch.removeFirst(min(batch.count, RunRing.capacity - last), to: slots + last)
        unsafe batch.removeFirst(batch.count, to: slots)
    }
}
