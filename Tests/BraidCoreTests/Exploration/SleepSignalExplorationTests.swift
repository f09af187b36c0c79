@testable import BraidCore
import Testing

/// Work is added while a worker falls asleep, in all interleavings: it is never left lying.
@Suite struct SleepSignalExplorationTests {
    /// Two workers: one adds to its own seat and is busy from then on, the other finds nothing and goes to sleep, as
    /// `Scheduler.sleep` does on a futex.
    private static func fallingAsleep<M: Memory & SendableMetatype>(_ memory: M.Type, settles: Bool = true)
        -> @Sendable (Model) -> Void
    {
        { model in
            let signal = SleepSignal<M>()
            let lock = ExploredMemory.Lock()
            let sleepers = ExploredMemory.allocate(1, "sleepers")[0]
            let work = ExploredMemory.allocate(1, "work")[0]
            let parking = ParkingWord<ExploredMemory>(word: ExploredMemory.allocate(1, "parking")[0])
            model.thread("adder") {
                work.store(1, .relaxed)
                guard signal.seenAfterAdding() == .sleeper else { return }
                let isCalled = lock.withLock {
                    let isThere = sleepers.plainLoad() == 1
                    if isThere { sleepers.plainStore(0) }
                    signal.set(.nobody)
                    return isThere
                }
                guard isCalled else { return }
                parking.unpark()
            }
            model.thread("sleeper") {
                lock.withLock {
                    parking.prepare()
                    sleepers.plainStore(1)
                    signal.set(.sleeper)
                }
                if settles { signal.settle() }
                if work.load(.relaxed) == 1 {
                    lock.withLock {
                        sleepers.plainStore(0)
                        signal.set(.nobody)
                    }
                    return
                }
                _ = parking.park(until: .never)
                model.expect(work.load(.relaxed) == 1, "woken for nothing")
            }
        }
    }

    @Test func workIsSeenByWhoeverFallsAsleep() async throws {
        try await explore("sleep signal", preemptions: nil, Self.fallingAsleep(ExploredMemory.self))
        try await explore("sleep signal, no barrier", preemptions: nil, Self.fallingAsleep(FencedMemory.self))
    }

    @Test func theSignalRestsOnItsFence() async throws {
        let lost = ExecutionFailure.deadlock("sleeper sleeps on parking")
        let withoutBarrier = try await exploration(
            "sleep signal, no barrier at all", Self.fallingAsleep(ForgetfulMemory.self))
        #expect(withoutBarrier.failure?.failure == lost)
        let unsettled = try await exploration(
            "sleep signal, unsettled", Self.fallingAsleep(ExploredMemory.self, settles: false))
        #expect(unsettled.failure?.failure == lost)
    }
}
