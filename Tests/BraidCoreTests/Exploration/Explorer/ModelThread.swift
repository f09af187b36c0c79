// Exploration › ModelThread: what the explorer knows of one thread of a model.

/// What a thread is about to do, which says when it can and with what it interferes.
enum Operation: Equatable {
    /// Reads or writes a word in memory.
    case access(Int)
    /// Drains its buffer.
    case fence
    /// Waits for another to change what it has looked at.
    case pause
    /// Waits until the lock in a word is free, and takes it.
    case lock(Int)
    /// Waits until every other thread has executed the fence that it owes.
    case awaitFences
    /// Goes on after a sleep that somebody has ended.
    case resume
    /// Sleeps, and may go on at any moment, because its time has come.
    case timeOut

    /// Whether whoever stands before it has stopped by itself, so that to run another is no preemption.
    var isRest: Bool { self == .pause || self == .timeOut }

    /// The word that it reads or writes.
    var word: Int? {
        switch self {
        case .access(let word), .lock(let word): word
        case .fence, .pause, .awaitFences, .resume, .timeOut: nil
        }
    }
}

/// A store that has not reached memory.
struct BufferedStore {
    let word: Int
    let value: UInt
    let writer: UInt64
    /// What whoever acquires it comes to know.
    let clock: VectorClock
}

final class ModelThread {
    enum Status: Equatable {
        case ready
        /// Asleep on a word, as on a futex.
        case asleep(Int)
        case ended
    }

    let index: Int
    var name = ""
    var body: (() -> Void)?
    var status = Status.ended
    var next = Operation.resume
    var buffer: [BufferedStore] = []
    /// All that it has read, and which stores it read it from.
    var history = Fingerprint()
    /// How many operations it has executed.
    var count: UInt64 = 0
    /// What it has looked at since it last paused: its next pause is for this to change.
    private(set) var looked: [Int] = []
    /// Somebody else has changed a word that it had looked at.
    private(set) var hasNews = false
    /// How many operations it had executed, and what it knew, before those that nobody else can notice and that have no
    /// turn of their own. A fence for somebody else may come before all of these.
    private(set) var settledCount: UInt64 = 0
    private(set) var settledClock = VectorClock()
    private var isSettled = true
    /// The threads whose fences it waits for, a bit each.
    var owed = 0

    /// What it knows of each thread's past.
    var clock = VectorClock()
    /// What its relaxed loads have seen, which a fence makes it know.
    var seenRelaxed = VectorClock()
    /// What it knew at its last fence, which its relaxed stores publish.
    var knownAtFence = VectorClock()

    init(index: Int) {
        self.index = index
    }

    func begin(_ name: String, _ body: @escaping () -> Void) {
        self.name = name
        self.body = body
        status = .ready
        next = .resume
        buffer.removeAll(keepingCapacity: true)
        history = Fingerprint()
        count = 0
        endRound()
        owed = 0
        settledCount = 0
        settledClock = VectorClock()
        isSettled = true
        clock = VectorClock()
        seenRelaxed = VectorClock()
        knownAtFence = VectorClock()
    }

    func look(at word: Int) {
        if !looked.contains(word) { looked.append(word) }
    }

    /// Another thread has changed a word.
    func hear(of word: Int) {
        if looked.contains(word) { hasNews = true }
    }

    /// It has paused, and looks again.
    func endRound() {
        looked.removeAll(keepingCapacity: true)
        hasNews = false
    }

    /// Whether a pause is over. Who has looked at nothing waits for nobody.
    var mayLookAgain: Bool { hasNews || looked.isEmpty }

    /// Whether the stores in `buffer` would end its pause.
    func waits(for buffer: [BufferedStore]) -> Bool {
        next == .pause && !mayLookAgain && buffer.contains { looked.contains($0.word) }
    }

    /// It is its turn.
    func settle() { isSettled = true }

    /// It goes on without a turn.
    func unsettle() {
        guard isSettled else { return }
        isSettled = false
        settledCount = count
        settledClock = clock
    }

    /// How many of its buffered stores a fence for somebody else drains at least.
    var settledStores: Int {
        if isSettled { return buffer.count }
        return buffer.count { $0.writer & 0xffff_ffff <= settledCount }
    }

    /// What whoever had it execute a fence knows of it at least.
    var knownToOthers: VectorClock { isSettled ? clock : settledClock }

    /// One more operation; the name of the store that it may be.
    func tick() -> UInt64 {
        count += 1
        clock.tick(index)
        return UInt64(index + 1) << 32 | count
    }

    /// The latest store to a word that only this thread sees.
    func buffered(_ word: Int) -> BufferedStore? {
        buffer.isEmpty ? nil : buffer.last { $0.word == word }
    }

    /// A fence's effect on what is known, the buffer apart.
    func knowAtFence() {
        clock.join(seenRelaxed)
        knownAtFence = clock
    }

    /// Two threads in states of the same digest go on in the same way, if memory is the same.
    func digest(into state: inout Fingerprint) {
        state.mix(history.bits)
        let flags: UInt64 =
            switch status {
            case .ready: 0
            case .asleep: 1
            case .ended: 2
            }
        state.mix(flags | (hasNews ? 4 : 0) | UInt64(owed) << 8 | UInt64(buffer.count) << 16 | count << 32)
    }
}
