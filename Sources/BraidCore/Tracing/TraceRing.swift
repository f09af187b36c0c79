// Tracing › TraceRing: the last so many steps that one worker has noted, readable while it goes on.
//
// The worker writes without asking anybody: a record is four words, and the oldest is overwritten. A reader may meet a
// record that is being written, so its first word is a number that says which one it is: the writer takes the number
// away, writes the rest, and sets the new number; a reader takes the number, the rest, and the number again. If the two
// are the same and not zero, all that it has read is of one record; otherwise it goes without.
//
// Every store but the first releases and every load acquires, so that nobody sees a new word of a record without seeing
// that the old number is gone. On x86-64 these are plain moves.
//
// Invariants:
//  - One writer at a time.
//  - The capacity is a power of two.
//
// Explored in all interleavings by the tests: see TraceRingExplorationTests.

/// What a ring keeps of a step.
struct TraceRecord: Equatable, Sendable {
    /// Nanoseconds on the scheduler's clock.
    var time: UInt
    var goroutine: UInt
    /// The step's number in the lowest byte, and what it is about above.
    var content: UInt
}

struct TraceRing<M: Memory>: Sendable {
    private let words: M.Block
    let capacity: Int

    /// How many have been written. The writer's own.
    private var written: M.Word { words[0] }

    private static var wordsPerRecord: Int { 4 }

    init(capacity: Int) {
        var rounded = 1
        while rounded < capacity { rounded *= 2 }
        self.capacity = rounded
        words = M.allocate(M.wordsApart + rounded * TraceRing.wordsPerRecord, "trace")
    }

    /// Called when nobody writes or reads any more.
    func free() { words.free() }

    private func start(_ place: Int) -> Int { M.wordsApart + place * TraceRing.wordsPerRecord }

    func write(_ record: TraceRecord) {
        let count = written.load(.relaxed)
        let start = start(Int(count) & (capacity - 1))
        words[start].store(0, .relaxed)
        words[start + 1].store(record.time, .releasing)
        words[start + 2].store(record.goroutine, .releasing)
        words[start + 3].store(record.content, .releasing)
        words[start].store(count + 1, .releasing)
        written.store(count + 1, .relaxed)
    }

    /// What is there, with its numbers from 1 on, oldest first. From any thread.
    func read() -> [(number: UInt, record: TraceRecord)] {
        (0..<capacity).compactMap { place in
            let start = start(place)
            let number = words[start].load(.acquiring)
            let record = TraceRecord(
                time: words[start + 1].load(.acquiring), goroutine: words[start + 2].load(.acquiring),
                content: words[start + 3].load(.acquiring))
            return number != 0 && words[start].load(.relaxed) == number ? (number, record) : nil
        }.sorted { $0.number < $1.number }
    }
}
