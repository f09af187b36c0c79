// Scheduling › SleepSignal: between a worker that adds work to its seat and one that falls asleep, or looks for work.
//
// The one adds, then looks whether anybody sleeps. The other says that it sleeps, then looks whether there is work. One of
// them must see the other, or the work lies there while a worker sleeps. Adding is frequent and falling asleep is rare,
// so the fence between writing and looking, which both would need, is paid for by the sleeper alone, for everybody.
//
// One that looks for work asks in the same word: who adds then gives half of what it has (see Scheduler+Queueing). That is a
// wish, which may be seen late or not at all.
//
// Explored in all interleavings by the tests: see SleepSignalExplorationTests.

struct SleepSignal<M: Memory>: Sendable {
    private let words: M.Block

    private var word: M.Word { words[0] }

    /// Who has nothing to do.
    enum Sight: UInt {
        case nobody = 0
        /// Somebody sleeps who could be called.
        case sleeper
        /// Somebody looks for work, and the queue of all has none.
        case searcher
    }

    init() {
        words = M.allocate(1, "sleeper")
    }

    func free() { words.free() }

    /// With the scheduler's lock held. Not written for nothing: all who add look at it, and would have to fetch it again.
    func set(_ sight: Sight) {
        if word.load(.relaxed) != sight.rawValue { word.store(sight.rawValue, .relaxed) }
    }

    /// After work was added.
    @inline(__always)
    func seenAfterAdding() -> Sight {
        if M.hasBarrierEverywhere { M.compilerBarrier() } else { M.fence() }
        let word = word.load(.relaxed)
        return word == 0 ? .nobody : Sight(rawValue: word) ?? .nobody
    }

    /// After `set(.sleeper)` and before the last look at the work: who has not seen the sleeper has added what is seen now.
    func settle() {
        if M.hasBarrierEverywhere { M.barrierEverywhere() } else { M.fence() }
    }
}
