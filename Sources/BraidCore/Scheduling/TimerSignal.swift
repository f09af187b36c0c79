// Scheduling › TimerSignal: between a worker that sleeps until the earliest timer is due and one that sets an earlier one.
//
// The one sets its timer, then looks until when the sleeper sleeps. The other says that it is about to sleep, looks at all
// timers, and says until when it does. One of them must see the other, or the timer is due while everybody sleeps. Setting
// a timer is frequent: so the fence between writing and looking, which both would need, is executed by the sleeper for
// everybody, before it looks at the timers.
//
// Explored in all interleavings by the tests: see TimerSignalExplorationTests.

struct TimerSignal<M: Memory>: Sendable {
    private let words: M.Block

    /// What somebody sleeps for at most, in nanoseconds on the scheduler's clock: 0 while nobody does.
    private var deadline: M.Word { words[0] }

    init() {
        words = M.allocate(1, "deadline")
    }

    func free() { words.free() }

    /// By the sleeper: until when it may sleep, which is no later than `limit`, and `earliest` finds out.
    func fallAsleep(until limit: UInt = .max, _ earliest: () -> UInt) -> UInt {
        // Whoever sets a timer from now on is not to rely on being looked for, unless it is later than the sleep can last.
        deadline.store(limit, .relaxed)
        settle()
        let found = min(limit, earliest())
        // A timer that is set between the two interrupts the sleeper in vain at worst: it compares with the limit.
        deadline.store(found, .relaxed)
        return found
    }

    /// Whoever has set a timer before this fence has it found; whoever looks after it sees the sleeper.
    private func settle() {
        if M.hasBarrierEverywhere { M.barrierEverywhere() } else { M.fence() }
    }

    /// By the sleeper, which is awake.
    func wake() { deadline.store(0, .relaxed) }

    /// After a timer was set: whether somebody sleeps for too long now.
    @inline(__always)
    func isSleptThrough(_ due: UInt) -> Bool {
        if M.hasBarrierEverywhere { M.compilerBarrier() } else { M.fence() }
        return due < deadline.load(.relaxed)
    }
}
