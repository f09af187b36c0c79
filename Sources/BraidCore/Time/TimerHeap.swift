// Time › TimerHeap: deadlines in order, no lock, no clock.
//
// A 4-ary heap of pointers to records that their owners keep. A record knows its position, so that removing one from
// the middle costs O(log n). Equal deadlines come out in the order in which they were put in.
//
// Invariants:
//  - The record at position p has `position == p`; a record outside has -1.
//  - No record is before the one above it, at (p - 1) / 4.

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

    // Safety: every entry is live, by the rule at TimerRecord; so each line below that is marked unsafe may
    // dereference the entries it holds.
    private var entries: [Entry] = unsafe []
    private var nextOrder: UInt64 = 0

    var count: Int { unsafe entries.count }
    var first: Entry? { unsafe entries.first }

    mutating func insert(_ entry: Entry) {
        // Safety: see `entries`.
        assert(unsafe entry.pointee.position == -1, "a timer can be set once")
        unsafe entry.pointee.order = nextOrder
        nextOrder += 1
        unsafe entries.append(entry)
        unsafe place(entry, at: entries.count - 1)
        siftUp(from: count - 1)
    }

    /// Takes an entry out, if it is in.
    mutating func remove(_ entry: Entry) {
        // Safety: see `entries`; the caller's entry is live.
        let position = unsafe entry.pointee.position
        guard position >= 0 else { return }
        unsafe entry.pointee.position = -1
        let last = unsafe entries.removeLast()
        guard position < count else { return }
        unsafe place(last, at: position)
        unsafe sift(last)
    }

    /// Gives an entry another deadline: it moves from where it is, or is put in if it is not in. Among equal deadlines it
    /// then comes last, as if it had been taken out and put in. Says whether it was in.
    mutating func reset(_ entry: Entry, to deadline: Instant) -> Bool {
        // Safety: see `entries`; the caller's entry is live.
        unsafe entry.pointee.deadline = deadline
        guard unsafe entry.pointee.position >= 0 else {
            unsafe insert(entry)
            return false
        }
        unsafe entry.pointee.order = nextOrder
        nextOrder += 1
        unsafe sift(entry)
        return true
    }

    /// Moves an entry that may be too early or too late for where it is.
    private mutating func sift(_ entry: Entry) {
        // Safety: see `entries`.
        unsafe siftDown(from: entry.pointee.position)
        unsafe siftUp(from: entry.pointee.position)
    }

    private func isBefore(_ left: Entry, _ right: Entry) -> Bool {
        // Safety: see `entries`.
        let (one, other) = unsafe (left.pointee.deadline, right.pointee.deadline)
        return unsafe one == other ? left.pointee.order < right.pointee.order : one < other
    }

    private mutating func place(_ entry: Entry, at position: Int) {
        // Safety: see `entries`.
        unsafe entries[position] = entry
        unsafe entry.pointee.position = position
    }

    private mutating func siftUp(from start: Int) {
        var position = start
        // Safety: see `entries`.
        let entry = unsafe entries[start]
        while position > 0, unsafe isBefore(entry, entries[(position - 1) / 4]) {
            unsafe place(entries[(position - 1) / 4], at: position)
            position = (position - 1) / 4
        }
        unsafe place(entry, at: position)
    }

    private mutating func siftDown(from start: Int) {
        var position = start
        // Safety: see `entries`.
        let entry = unsafe entries[start]
        while let child = earliestChild(of: position), unsafe isBefore(entries[child], entry) {
            unsafe place(entries[child], at: position)
            position = child
        }
        unsafe place(entry, at: position)
    }

    private func earliestChild(of position: Int) -> Int? {
        let children = (position * 4 + 1)..<min(position * 4 + 5, max(count, position * 4 + 1))
        // Safety: see `entries`.
        return children.min { unsafe isBefore(entries[$0], entries[$1]) }
    }

    /// For tests: traps where an invariant of the file header is broken.
    func checkInvariants() {
        for position in 0..<count {
            // Safety: see `entries`.
            precondition(unsafe entries[position].pointee.position == position)
            precondition(unsafe position == 0 || !isBefore(entries[position], entries[(position - 1) / 4]))
        }
    }
}
