// Scheduling › QueueSignal: how many are in the queue of all, readable without its lock.
//
// In a line of the cache of its own: it is written at each change of the queue, and what lies beside it in the scheduler is read by
// every worker for every goroutine.

struct QueueSignal: Sendable {
    private let words = HardwareMemory.allocate(1, "queued")

    func free() { words.free() }

    /// With the queue's lock held.
    func set(_ count: Int) {
        // Not written for nothing: whoever looks would have to fetch the line again.
        if count != self.count { words[0].store(UInt(count), .relaxed) }
    }

    var count: Int { Int(words[0].load(.relaxed)) }
}
