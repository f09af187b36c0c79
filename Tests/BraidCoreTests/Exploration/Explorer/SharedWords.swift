// Exploration › SharedWords: the memory of an execution, and who may touch it.
//
// Two accesses of which one writes and one is plain are a data race unless one happens before the other: unless whoever
// comes second knows, by an acquired release, of the first. Knowing is a vector clock per thread; each word remembers
// the last plain write, and the last plain read, atomic read and atomic write of each thread.

struct SharedWord {
    var value: UInt = 0
    /// The store that wrote the value: thread and count. 0 at first.
    var writer: UInt64 = 0
    /// What whoever acquires the value comes to know.
    var clock = VectorClock()

    var plainWrite = VectorClock()
    var plainReads = VectorClock()
    var atomicReads = VectorClock()
    var atomicWrites = VectorClock()
    var isFree = false
}

enum AccessKind {
    case plainRead, plainWrite, atomicRead, atomicWrite
}

struct SharedWords {
    private(set) var words: [SharedWord] = []
    private var blocks: [(name: StaticString, first: Int, count: Int)] = []
    /// Of the last store to every word, in any order.
    private(set) var digest: UInt64 = 0

    mutating func clear() {
        words.removeAll(keepingCapacity: true)
        blocks.removeAll(keepingCapacity: true)
        digest = 0
    }

    /// Zero words. `clock` is what the thread knows that allocates them.
    mutating func allocate(_ count: Int, _ name: StaticString, by thread: Int?, at clock: VectorClock) -> Int
    {
        let first = words.count
        blocks.append((name, first, count))
        var fresh = SharedWord()
        if let thread { fresh.plainWrite.set(thread, to: clock[thread]) }
        for _ in 0..<count { words.append(fresh) }
        return first
    }

    func name(_ word: Int) -> String {
        for block in blocks where (block.first..<block.first + block.count).contains(word) {
            return block.count == 1 ? "\(block.name)" : "\(block.name)[\(word - block.first)]"
        }
        return "word \(word)"
    }

    /// Writes to memory. True if the value is another than before.
    mutating func write(_ word: Int, _ value: UInt, writer: UInt64, clock: VectorClock) -> Bool {
        let changes = words[word].value != value
        digest &-= SharedWords.term(word, words[word].writer)
        words[word].value = value
        words[word].writer = writer
        words[word].clock = clock
        digest &+= SharedWords.term(word, writer)
        return changes
    }

    private static func term(_ word: Int, _ writer: UInt64) -> UInt64 {
        Fingerprint.scramble(UInt64(word + 1) &* 0x9fb2_1c65_1e98_df25 ^ writer)
    }

    mutating func free(_ word: Int) { words[word].isFree = true }

    /// Notes an access by a thread that knows `clock`. A thread that has touched the word at the same time, if there is
    /// one: then this is a data race.
    mutating func note(_ kind: AccessKind, of word: Int, by thread: Int, knowing clock: VectorClock) -> Int? {
        let now = clock[thread]
        let seen = words[word]
        var other = seen.plainWrite.firstAhead(of: clock)
        switch kind {
        case .plainRead:
            other = other ?? seen.atomicWrites.firstAhead(of: clock)
            words[word].plainReads.set(thread, to: now)
        case .plainWrite:
            other = other ?? seen.plainReads.firstAhead(of: clock)
            other = other ?? seen.atomicWrites.firstAhead(of: clock) ?? seen.atomicReads.firstAhead(of: clock)
            words[word].plainWrite = VectorClock()
            words[word].plainWrite.set(thread, to: now)
        case .atomicRead:
            words[word].atomicReads.set(thread, to: now)
        case .atomicWrite:
            other = other ?? seen.plainReads.firstAhead(of: clock)
            words[word].atomicWrites.set(thread, to: now)
        }
        return other
    }
}
