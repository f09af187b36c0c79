@testable import BraidCore
import Testing

/// The core's own lock, in all interleavings: one thread at a time, and no sleeper is left behind. Letting go is a plain
/// store; the fence that it would need is paid for by whoever falls asleep.
@Suite struct LockExplorationTests {
    /// Threads that each take the lock once, and change what it guards.
    private static func contention<M: Memory & SendableMetatype>(
        _ memory: M.Type, threads: Int, sleeps: @escaping @Sendable (LockSleep<M>) -> Void = { $0.acquire() }
    ) -> @Sendable (Model) -> Void {
        { model in
            let words = M.allocate(M.wordsApart + 1, "lock")
            let lock = LockSleep<M>(word: words[0], sleepers: words[M.wordsApart])
            let guarded = M.allocate(1, "guarded")[0]
            for number in 1...threads {
                model.thread("thread \(number)") {
                    // As in `Lock`: one attempt, and the slow way only when that fails.
                    if words[0].exchange(1, .acquiring) != 0 { sleeps(lock) }
                    guarded.plainStore(guarded.plainLoad() + 1)
                    lock.release()
                }
            }
            model.finally {
                model.expect(guarded.plainLoad() == UInt(threads), "two were inside")
                model.expect(words[0].load(.relaxed) == 0, "it is held for ever")
                model.expect(words[M.wordsApart].load(.relaxed) == 0, "somebody still counts as asleep")
            }
        }
    }

    @Test func twoThreadsTakeTurns() async throws {
        try await explore(
            "lock: two", preemptions: nil, Self.contention(Impatient<ExploredMemory>.self, threads: 2))
        try await explore(
            "lock: two, no barrier", preemptions: nil,
            Self.contention(Impatient<FencedMemory>.self, threads: 2))
    }

    @Test func soDoThree() async throws {
        try await explore(
            "lock: three", preemptions: 1, Self.contention(Impatient<ExploredMemory>.self, threads: 3))
    }

    @Test func theSleeperRestsOnItsBarrier() async throws {
        let found = try await exploration(
            "lock, no barrier at all", preemptions: nil,
            Self.contention(Impatient<ForgetfulMemory>.self, threads: 2))
        guard case .deadlock? = found.failure?.failure else {
            Issue.record("not found: \(found)")
            return
        }
    }

    /// Who sleeps without having said so is not woken.
    @Test func aSleeperThatIsNotCountedIsLost() async throws {
        let found = try await exploration(
            "lock, uncounted sleeper", preemptions: nil,
            Self.contention(Impatient<ExploredMemory>.self, threads: 2) { lock in
                while lock.word.exchange(1, .acquiring) != 0 { lock.word.wait(while: 1) }
            })
        guard case .deadlock? = found.failure?.failure else {
            Issue.record("not found: \(found)")
            return
        }
    }
}
