// Locking › LockSleep: what a thread does that finds a lock held, and what wakes it.
//
// The thread that lets go clears the word and then looks whether anybody sleeps, without a fence in between. The thread
// that falls asleep says so, executes a fence on every processor, and looks at the word once more: either it sees the
// word cleared, or the other's look comes after the fence and sees the sleeper. A wake-up is a hint: whoever was woken
// competes for the lock with whoever comes along.
//
// Before that it looks a few times, each time after twice as long a pause. A look takes the cache line from the one who
// holds the lock, and who would do a dozen steps in the time that it takes to get it back.
//
// Explored in all interleavings by the tests: see LockExplorationTests.

struct LockSleep<M: Memory> {
    /// 1 while the lock is held.
    let word: M.Word
    let sleepers: M.Word

    private static var looks: Int { 8 }

    /// Takes the lock, which was held a moment ago.
    func acquire() {
        for look in 0..<M.rounds(LockSleep.looks) {
            M.delay(1 << look)
            if word.load(.relaxed) == 0, word.exchange(1, .acquiring) == 0 { return }
        }
        _ = sleepers.add(1, .sequential)
        if M.hasBarrierEverywhere { M.barrierEverywhere() } else { M.fence() }
        while word.exchange(1, .acquiring) != 0 { word.wait(while: 1) }
        _ = sleepers.add(0 &- 1, .relaxed)
    }

    /// Lets the lock go. The program has this inlined: see `Lock.unlock`.
    func release() {
        word.store(0, .releasing)
        if M.hasBarrierEverywhere { M.compilerBarrier() } else { M.fence() }
        if sleepers.load(.relaxed) != 0 { wake() }
    }

    func wake() { word.wake(1) }
}
