// Time › TimerHeap: deadlines in order, no lock, no clock.
//
// A 4-ary heap of what decides on the order. Records are their owners', most of them on the stacks of sleeping goroutines;
// among a hundred thousand of those each look at one, and each word written to one, is a way into memory that no cache has.
// So a record is touched when it comes and when it goes. In between the heap moves its deadline and its number, and keeps
// by that number where it is: four bytes for each timer, which stay in the cache.
//
// Removing one from the middle costs O(log n). Equal deadlines come out in the order in which they were put in.
//
// Invariants:
//  - The records in the heap have numbers of their own below `entries.count`; a record outside has none, -1.
//  - The timer with number n is at place `positions[n]`, and its record is `entries[n]`.
//  - A place has its record's deadline, and none is before the one above it, at (p - 1) / 4.

internal import CBraidShims

/// One timer. Its owner keeps it in place from `insert` until it has been removed.
struct TimerRecord {
    fileprivate(set) var deadline: Instant
    let waiter: Waiter
    fileprivate var order: UInt64 = 0
    /// What the heap calls it; -1 while it is not in one.
    fileprivate var number: Int32 = -1

    init(deadline: Instant, waiter: Waiter) {
        self.deadline = deadline
        self.waiter = waiter
    }
}

@safe
struct TimerHeap: ~Copyable {
    typealias Entry = UnsafeMutablePointer<TimerRecord>

    private struct Place {
        let deadline: Instant
        let number: Int32
    }

    private var places: [Place] = []
    /// By number.
    private var positions: [Int32] = []
    // Safety: by number; those in use are live, by the rule at TimerRecord. So each line below that is marked unsafe may
    // dereference the records that the heap holds.
    private var entries: [Entry] = unsafe []
    private var freeNumbers: [Int32] = []
    private var nextOrder: UInt64 = 0

    var count: Int { places.count }
    var first: Entry? { unsafe places.first.map { unsafe entry($0) } }
    /// The earliest deadline; `.never` without timers.
    var nextDeadline: Instant { places.first?.deadline ?? .never }

    private func entry(_ place: Place) -> Entry { unsafe entries[Int(place.number)] }

    mutating func insert(_ entry: Entry) {
        // Safety: see `entries`; the caller's entry is live.
        assert(unsafe entry.pointee.number == -1, "a timer can be set once")
        let number = unsafe freeNumbers.popLast() ?? addNumber(for: entry)
        unsafe entries[Int(number)] = entry
        unsafe entry.pointee.number = number
        unsafe entry.pointee.order = nextOrder
        nextOrder += 1
        let place = unsafe Place(deadline: entry.pointee.deadline, number: number)
        places.append(place)
        siftUp(place, from: count - 1)
    }

    private mutating func addNumber(for entry: Entry) -> Int32 {
        // Safety: only the pointer is stored.
        unsafe entries.append(entry)
        positions.append(-1)
        return Int32(positions.count - 1)
    }

    /// Takes an entry out, if it is in.
    mutating func remove(_ entry: Entry) {
        // Safety: as in `insert`.
        let number = unsafe entry.pointee.number
        guard number >= 0 else { return }
        unsafe entry.pointee.number = -1
        let position = Int(positions[Int(number)])
        takeOut(places[position], at: position)
        if capacity > TimerHeap.keptCapacity, count < capacity / 4 { shrink() }
    }

    /// Takes out those whose deadline has come, the earliest first and as many as there is room for; says how many. Their
    /// records are asked for as they are found and touched when all are: so one waits for memory instead of each.
    mutating func take(dueAt now: Instant, into due: UnsafeMutableBufferPointer<Entry>) -> Int {
        var count = 0
        while count < due.count, let first = places.first, first.deadline <= now {
            // Safety: see `entries`; the caller's buffer has room.
            let entry = unsafe entry(first)
            unsafe braid_memory_prefetch(entry)
            unsafe due.initializeElement(at: count, to: entry)
            count += 1
            takeOut(first, at: 0)
        }
        // Safety: as above.
        for index in 0..<count { unsafe due[index].pointee.number = -1 }
        if capacity > TimerHeap.keptCapacity, self.count < capacity / 4 { shrink() }
        return count
    }

    private mutating func takeOut(_ place: Place, at position: Int) {
        freeNumbers.append(place.number)
        let last = places.removeLast()
        if position < count { sift(last, from: position) }
    }

    /// Up to which capacity it never shrinks.
    static let keptCapacity = 1_024

    var capacity: Int { places.capacity }

    /// After a peak: half the memory goes back, and numbers begin anew, each timer's with its place. As many timers have to
    /// come or go before the next change of size.
    @inline(never)
    private mutating func shrink() {
        var fewer: [Place] = []
        fewer.reserveCapacity(capacity / 2)
        // Safety: those of the timers in `places`, see `entries`.
        var live: [Entry] = unsafe []
        unsafe live.reserveCapacity(capacity / 2)
        for place in places {
            // Safety: see `entries`.
            let entry = unsafe entry(place)
            unsafe entry.pointee.number = Int32(fewer.count)
            fewer.append(unsafe Place(deadline: place.deadline, number: entry.pointee.number))
            unsafe live.append(entry)
        }
        places = fewer
        unsafe entries = live
        positions = Array(0..<Int32(count))
        freeNumbers = []
    }

    /// Gives an entry another deadline: it moves from where it is, or is put in if it is not in. Among equal deadlines it
    /// then comes last, as if it had been taken out and put in. Says whether it was in.
    mutating func reset(_ entry: Entry, to deadline: Instant) -> Bool {
        // Safety: as in `insert`.
        unsafe entry.pointee.deadline = deadline
        let number = unsafe entry.pointee.number
        guard number >= 0 else {
            unsafe insert(entry)
            return false
        }
        unsafe entry.pointee.order = nextOrder
        nextOrder += 1
        sift(Place(deadline: deadline, number: number), from: Int(positions[Int(number)]))
        return true
    }

    private func isBefore(_ left: Place, _ right: Place) -> Bool {
        if left.deadline != right.deadline { return left.deadline < right.deadline }
        // Safety: see `entries`.
        return unsafe entry(left).pointee.order < entry(right).pointee.order
    }

    private mutating func put(_ place: Place, at position: Int) {
        places[position] = place
        positions[Int(place.number)] = Int32(position)
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
        // Safety: no entry is looked at.
        precondition(unsafe entries.count == positions.count)
        precondition(freeNumbers.count == positions.count - count)
        for position in 0..<count {
            let place = places[position]
            precondition(positions[Int(place.number)] == position)
            // Safety: see `entries`.
            precondition(unsafe entry(place).pointee.number == place.number)
            precondition(unsafe entry(place).pointee.deadline == place.deadline)
            precondition(position == 0 || !isBefore(place, places[(position - 1) / 4]))
        }
    }
}
