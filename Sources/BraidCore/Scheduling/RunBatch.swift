// Scheduling › RunBatch: runnables on their way from one queue to another, all of them at once.
//
// What does not fit into a seat goes to the scheduler's queue and from there into a seat again. One by one that was a tenth of
// what it costs to start a hundred thousand goroutines.

/// Small enough for a stack, and too large to be copied unnoticed.
struct RunBatch: ~Copyable {
    private static let capacity = 129
    private var slots = InlineArray<129, Runnable>(repeating: .none)
    private var head = 0
    private var end = 0

    var count: Int { end - head }

    mutating func append(_ runnable: Runnable) {
        slots[end] = runnable
        end += 1
    }

    /// As many as begin at `start`. There must be room.
    mutating func append(from start: UnsafePointer<Runnable>, count: Int) {
        precondition(end + count <= RunBatch.capacity)
        let end = self.end
        var span = slots.mutableSpan
        // Safety: the caller's runnables, and there is room for them.
        unsafe span.withUnsafeMutableBufferPointer { slots in
            if let first = slots.baseAddress { unsafe (first + end).update(from: start, count: count) }
        }
        self.end += count
    }

    /// Moves so many to where the caller has room for them. They must be there.
    mutating func removeFirst(_ count: Int, to target: UnsafeMutablePointer<Runnable>) {
        precondition(count <= self.count)
        let head = self.head
        // Of what may be changed: to look into a span that may not, all slots would be copied.
        var span = slots.mutableSpan
        // Safety: the caller's room, and so many are there.
        unsafe span.withUnsafeMutableBufferPointer { slots in
            if let first = slots.baseAddress { unsafe target.update(from: first + head, count: count) }
        }
        self.head += count
    }

    mutating func removeFirst() -> Runnable? {
        guard head < end else { return nil }
        defer { head += 1 }
        return self[0]
    }

    /// Through a span, which looks into the array where it lies; its own subscript copies all of it before.
    subscript(place: Int) -> Runnable { slots.span[head + place] }
}

extension Ring where Element == Runnable {
    /// Empties the batch.
    mutating func append(_ batch: inout RunBatch) {
        unsafe append(count: batch.count) { room in
            // Safety: room for so many.
            if let start = room.baseAddress { unsafe batch.removeFirst(room.count, to: start) }
        }
    }

    /// Moves the oldest into a batch that has room for them; so many must be there.
    mutating func popFirst(_ count: Int, into batch: inout RunBatch) {
        unsafe popFirst(count: count) { oldest in
            // Safety: filled slots; runnables are plain words.
            if let start = oldest.baseAddress { unsafe batch.append(from: start, count: oldest.count) }
        }
    }
}
