// Time › TimerHeap: deadlines in order, no lock, no clock.
//
// A 4-ary heap of pointers to records that their owners keep. A record knows its position, so that removing one from
// the middle costs O(log n). Equal deadlines come out in the order in which they were put in.
//
// Deadlines lie in the heap too: most records are on the stacks of sleeping goroutines, and among a hundred thousand of
// those each look at one is a look into memory that no cache has.
//
// Invariants:
//  - The record at position p has `position == p`; a record outside has -1.
//  - A place has its record's deadline, and none is before the one above it, at (p - 1) / 4.

/// One timer. Its owner keeps it in place from `insert` until it has been removed.
struct TimerRecord {
    fileprivate(set) var deadline: Instant
    let waiter: Waiter
    fileprivate var order: UInt64 = 0
    fileprivate var position = -1

    init(deadline: Instant, waiter: Waiter) {
        self.deadline = deadline
        self.waiter = waiter
    }
}

@safe
struct TimerHeap: ~Copyable {
    typealias Entry = UnsafeMutablePointer<TimerRecord>

    /// A record in the heap, and what decides on its place.
    @safe
    private struct Place {
        let deadline: Instant
        // Safety: the record is live, by the rule at TimerRecord; so each line below that is marked unsafe may
        // dereference the records that the heap holds.
        let entry: Entry
    }

    private var places: [Place] = []
    private var nextOrder: UInt64 = 0

    var count: Int { places.count }
    var first: Entry? { unsafe places.first?.entry }
    /// The earliest deadline; `.never` without timers.
    var nextDeadline: Instant { places.first?.deadline ?? .never }

    mutating func insert(_ entry: Entry) {
        // Safety: see `Place`; the caller's entry is live.
        assert(unsafe entry.pointee.position == -1, "a timer can be set once")
        unsafe entry.pointee.order = nextOrder
        nextOrder += 1
        let place = unsafe Place(deadline: entry.pointee.deadline, entry: entry)
        places.append(place)
        siftUp(place, from: count - 1)
    }

    /// Takes an entry out, if it is in.
    mutating func remove(_ entry: Entry) {
        // Safety: as in `insert`.
        let position = unsafe entry.pointee.position
        guard position >= 0 else { return }
        unsafe entry.pointee.position = -1
        let last = places.removeLast()
        if position < count { sift(last, from: position) }
        if capacity > TimerHeap.keptCapacity, count < capacity / 4 { shrink() }
    }

    /// Up to which capacity it never shrinks.
    static let keptCapacity = 1_024

    var capacity: Int { places.capacity }

    /// After a peak: half the memory goes back. As many timers have to come or go before the next change of size.
    @inline(never)
    private mutating func shrink() {
        var fewer: [Place] = []
        fewer.reserveCapacity(capacity / 2)
        fewer += places
        places = fewer
    }

    /// Gives an entry another deadline: it moves from where it is, or is put in if it is not in. Among equal deadlines it
    /// then comes last, as if it had been taken out and put in. Says whether it was in.
    mutating func reset(_ entry: Entry, to deadline: Instant) -> Bool {
        // Safety: as in `insert`.
        unsafe entry.pointee.deadline = deadline
        let position = unsafe entry.pointee.position
        guard position >= 0 else {
            unsafe insert(entry)
            return false
        }
        unsafe entry.pointee.order = nextOrder
        nextOrder += 1
        unsafe sift(Place(deadline: deadline, entry: entry), from: position)
        return true
    }

    private func isBefore(_ left: Place, _ right: Place) -> Bool {
        // Safety: see `Place`.
        left.deadline == right.deadline
            ? unsafe left.entry.pointee.order < right.entry.pointee.order : left.deadline < right.deadline
    }

    private mutating func put(_ place: Place, at position: Int) {
        places[position] = place
        // Safety: see `Place`.
        unsafe place.entry.pointee.position = position
    }

    /// Puts one that may be too early or too late for `start`, whose own place is free, where it belongs.
    private mutating func sift(_ place: Place, from start: Int) {
        if start > 0, isBefore(place, places[(start - 1) / 4]) {
            siftUp(place, from: start)
        } else {
            siftDown(place, from: start)
        }
    }

    private mutating func siftUp(_ place: Place, from start: Int) {
        var position = start
        while position > 0, isBefore(place, places[(position - 1) / 4]) {
            put(places[(position - 1) / 4], at: position)
            position = (position - 1) / 4
        }
        put(place, at: position)
    }

    private mutating func siftDown(_ place: Place, from start: Int) {
        var position = start
        while let child = earliestChild(of: position), isBefore(places[child], place) {
            put(places[child], at: position)
            position = child
        }
        put(place, at: position)
    }

    private func earliestChild(of position: Int) -> Int? {
        var earliest = position * 4 + 1
        guard earliest < count else { return nil }
        for child in (earliest + 1)..<max(earliest + 1, min(earliest + 4, count))
        where isBefore(places[child], places[earliest]) {
            earliest = child
        }
        return earliest
    }

    /// For tests: traps where an invariant of the file header is broken.
    func checkInvariants() {
        for position in 0..<count {
            let place = places[position]
            // Safety: see `Place`.
            precondition(unsafe place.entry.pointee.position == position)
            precondition(unsafe place.entry.pointee.deadline == place.deadline)
            precondition(position == 0 || !isBefore(place, places[(position - 1) / 4]))
        }
    }
}
