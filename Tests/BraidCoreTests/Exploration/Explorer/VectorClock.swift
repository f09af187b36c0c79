// Exploration › VectorClock: how much of each thread's past somebody knows.

/// A count of operations for each of at most four threads, 16 bits each.
struct VectorClock: Equatable {
    private(set) var lanes: UInt64 = 0

    static let capacity = 4

    subscript(thread: Int) -> UInt64 { lanes >> UInt64(thread * 16) & 0xffff }

    mutating func tick(_ thread: Int) {
        lanes += 1 << UInt64(thread * 16)
    }

    mutating func join(_ other: VectorClock) {
        if other.lanes == lanes || other.lanes == 0 { return }
        var joined: UInt64 = 0
        var mask: UInt64 = 0xffff
        while mask != 0 {
            joined |= max(lanes & mask, other.lanes & mask)
            mask <<= 16
        }
        lanes = joined
    }

    /// A thread whose count here is ahead of what `other` knows; nil if `other` knows all of it.
    func firstAhead(of other: VectorClock) -> Int? {
        if lanes == other.lanes || lanes == 0 { return nil }
        for thread in 0..<VectorClock.capacity where self[thread] > other[thread] { return thread }
        return nil
    }

    /// Sets one thread's count.
    mutating func set(_ thread: Int, to count: UInt64) {
        lanes = lanes & ~(0xffff << UInt64(thread * 16)) | count << UInt64(thread * 16)
    }
}
