@testable import BraidCore
import Testing

private typealias Explored = ExploredMemory

/// The waist, in all interleavings: one of those who end a wait wins, no wake-up is lost, a fiber runs on one worker at a
/// time, and nothing is read before it was written.
///
/// `WaitClaim` and `ParkingWord` are the source itself, as is how a thread calls off its wait. That a fiber has left its stack is
/// said by the context switch, in assembly, and looked at by `Worker.awaitDeparture`: these two are written once more, word by
/// word. Who changes them there changes them here.
@Suite struct ParkAndReadyExplorationTests {
    /// What a waiter is to those who end its wait.
    private struct WaiterModel<M: Memory>: Sendable where M.Word: Sendable {
        private let word = M.allocate(1, "claim")[0]
        /// What a partner moves between the slots.
        let value = Explored.allocate(1, "value")[0]

        var wait: WaitClaim<M> { WaitClaim(word: word) }
    }

    /// A goroutine publishes its waiter under a queue's lock and leaves its stack; a partner and a deadline compete for
    /// it; a second worker takes it from the run queue as soon as it is there.
    private static func fiber<M: Memory & SendableMetatype>(
        _ memory: M.Type, looksBeforeItResumes: Bool = true
    ) -> @Sendable (Model) -> Void {
        { model in
            let waiter = WaiterModel<M>()
            let queue = Explored.Lock()
            let published = Explored.allocate(1, "published")[0]
            let running = Explored.allocate(1, "running")[0]
            let stack = Explored.allocate(1, "stack")[0]
            let runQueue = Explored.Lock()
            let runnable = Explored.allocate(1, "runnable")[0]
            running.store(1, .relaxed)
            var won = [false, false]

            func end(_ verdict: Verdict) -> Bool {
                let isThere = queue.withLock {
                    defer { if verdict == .done { published.plainStore(0) } }
                    return published.plainLoad() == 1
                }
                guard isThere, waiter.wait.claim(verdict) else { return false }
                if verdict == .done { waiter.value.plainStore(7) }
                runQueue.withLock { runnable.store(runnable.load(.relaxed) + 1, .relaxed) }
                return true
            }

            model.thread("first worker") {
                waiter.wait.open()
                queue.withLock { published.plainStore(1) }
                // The switch: the stack is the fiber's until the flag is clear.
                stack.plainStore(1)
                running.store(0, .releasing)
            }
            model.thread("partner") { won[0] = end(.done) }
            model.thread("timer") { won[1] = end(.timedOut) }
            model.thread("second worker") {
                guard runQueue.withLock({ runnable.load(.relaxed) > 0 }) else { return }
                if looksBeforeItResumes {
                    while running.load(.acquiring) == 1 { Explored.pause() }
                }
                running.plainStore(1)
                model.expect(stack.plainLoad() == 1, "resumed before it has left")
                stack.plainStore(2)
                model.expect(!waiter.wait.isOpen, "no verdict")
                if waiter.wait.verdict == .done { model.expect(waiter.value.plainLoad() == 7, "no value") }
            }
            model.finally {
                let winners = won.count { $0 }
                model.expect(winners <= 1, "claimed twice")
                model.expect(runnable.load(.relaxed) == UInt(winners), "made runnable \(runnable) times")
            }
        }
    }

    @Test func aFiberIsClaimedOnceAndResumedAfterItHasLeft() async throws {
        try await explore("park and ready: fiber", preemptions: nil, Self.fiber(Explored.self))
    }

    @Test func aClaimInTwoStepsIsFound() async throws {
        let found = try await exploration("two-step claim", Self.fiber(TornMemory.self))
        #expect(found.failure != nil)
    }

    @Test func resumingAFiberThatHasNotLeftIsFound() async throws {
        let found = try await exploration(
            "no look", Self.fiber(Explored.self, looksBeforeItResumes: false))
        guard case .dataRace? = found.failure?.failure else {
            Issue.record("not found: \(found)")
            return
        }
    }

    /// A plain thread parks on its futex, until a deadline or without one. A partner comes once the waiter is published; a
    /// second one only if it is published when he looks.
    private static func thread(preparesLate: Bool = false, looksWhoWon: Bool = true)
        -> @Sendable (Model) -> Void
    {
        { model in
            let waiter = WaiterModel<Explored>()
            let parking = ParkingWord<Explored>(word: Explored.allocate(1, "parking")[0])
            let published = Explored.allocate(1, "published")[0]
            let deadline = model.choose(2) == 1 ? Instant(nanoseconds: 1) : .never
            var won = [false, false]

            func end(_ who: Int, _ verdict: Verdict) {
                guard waiter.wait.claim(verdict) else { return }
                won[who] = true
                waiter.value.plainStore(UInt(verdict.rawValue))
                parking.unpark()
            }

            model.thread("waiter") {
                waiter.wait.open()
                if !preparesLate { parking.prepare() }
                published.store(1, .releasing)
                if preparesLate { parking.prepare() }
                // As in `Waiter.park`.
                _ = parking.park(until: deadline) { waiter.wait.claim(.timedOut) || !looksWhoWon }
                model.expect(!waiter.wait.isOpen, "no verdict")
                let verdict = waiter.wait.verdict
                if verdict != .timedOut {
                    model.expect(
                        waiter.value.plainLoad() == UInt(verdict.rawValue), "another's value")
                }
            }
            model.thread("partner") {
                while published.load(.acquiring) == 0 { Explored.pause() }
                end(0, .cancelled)
            }
            model.thread("second partner") {
                if published.load(.acquiring) == 1 { end(1, .closed) }
            }
            model.finally { model.expect(won != [true, true], "claimed twice") }
        }
    }

    @Test func aThreadIsClaimedOnceAndWoken() async throws {
        try await explore("park and ready: thread", preemptions: nil, Self.thread())
    }

    @Test func aDeadlineComesBeforeTheWakeUpOrAfterIt() async throws {
        let outcomes = Outcomes<Bool>()
        try await explore("parked until a deadline", preemptions: nil) { model in
            let parking = ParkingWord<Explored>(word: Explored.allocate(1, "parking")[0])
            model.thread("waiter") { outcomes.add(parking.park(until: Instant(nanoseconds: 1))) }
            model.thread("partner") { parking.unpark() }
        }
        #expect(outcomes.all == [true, false])
    }

    @Test func preparingAfterPublishingLosesTheWakeUp() async throws {
        let found = try await exploration("prepared late", Self.thread(preparesLate: true))
        #expect(found.failure?.failure == .deadlock("waiter sleeps on parking"))
    }

    /// His value may not be there yet, and his wake-up would meet the next wait.
    @Test func goingOnAtTheDeadlineWhileSomebodyEndsTheWaitIsFound() async throws {
        let found = try await exploration("whoever won", Self.thread(looksWhoWon: false))
        guard case .dataRace? = found.failure?.failure else {
            Issue.record("not found: \(found)")
            return
        }
    }
}
