// Scheduling › SleepSignal: between a worker that adds work to its seat and one that falls asleep.
//
// The one adds, then looks whether anybody sleeps. The other says that it sleeps, then looks whether there is work. One of
// them must see the other, or the work lies there while a worker sleeps. Adding is frequent and falling asleep is rare,
// so the fence between writing and looking, which both would need, is paid for by the sleeper alone, for everybody.
//
// Explored in all interleavings by the tests: see SleepSignalExplorationTests.

struct SleepSignal<M: Memory>: Sendable {
    private let words: M.Block

    private var sleeper: M.Word { words[0] }

    init() {
        words = M.allocate(1, "sleeper")
    }

    func free() { words.free() }

    /// Whether somebody sleeps who could be called.
    func set(_ hasSleeper: Bool) { sleeper.store(hasSleeper ? 1 : 0, .relaxed) }

    /// After work was added: whether there is somebody to call.
    @inline(__always)
    func isSeenAfterAdding() -> Bool {
        if M.hasBarrierEverywhere { M.compilerBarrier() } else { M.fence() }
        return sleeper.load(.relaxed) != 0
    }

    /// After `set(true)` and before the last look at the work: who has not seen the sleeper has added what is seen now.
    func settle() {
        if M.hasBarrierEverywhere { M.barrierEverywhere() } else { M.fence() }
    }
}
