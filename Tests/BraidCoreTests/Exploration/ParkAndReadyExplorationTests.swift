@testable import BraidCore
import Testing

private typealias Explored = ExploredMemory

/// The waist, in all interleavings: one of those who end a wait wins, no wake-up is lost, a fiber runs on one worker at a
/// time, and nothing is read before it was written.
///
/// The transitions are those of `Waiter`, `Fiber` and the context switch, word by word: their flags lie in a fiber's
/// record and in assembly, where a generic parameter would have a price. Who changes them there changes them here.
@Suite struct ParkAndReadyExplorationTests {
    /// `WaiterRecord`.
    private struct WaiterModel: Sendable {
        let isOpen = Explored.allocate(1, "isOpen")[0]
        let verdict = Explored.allocate(1, "verdict")[0]
        /// What a partner moves between the slots.
        let value = Explored.allocate(1, "value")[0]

        func open() {
            verdict.plainStore(0)
            isOpen.store(1, .relaxed)
        }

        func claim(_ how: UInt, atomically: Bool) -> Bool {
            if atomically {
                guard isOpen.exchange(0, .acquiringAndReleasing) == 1 else { return false }
            } else {
                guard isOpen.load(.acquiring) == 1 else { return false }
                isOpen.store(0, .releasing)
            }
            verdict.plainStore(how)
            return true
        }
    }

    private struct Mistakes: Sendable {
        var claimsInTwoSteps = false
        var resumesWithoutLooking = false
    }

    /// A goroutine publishes its waiter under a queue's lock and leaves its stack; a partner and a deadline compete for
    /// it; a second worker takes it from the run queue as soon as it is there.
    private static func fiber(_ mistakes: Mistakes) -> @Sendable (Model) -> Void {
        { model in
            let waiter = WaiterModel()
            let queue = Explored.Lock()
            let published = Explored.allocate(1, "published")[0]
            let running = Explored.allocate(1, "running")[0]
            let stack = Explored.allocate(1, "stack")[0]
            let runQueue = Explored.Lock()
            let runnable = Explored.allocate(1, "runnable")[0]
            running.store(1, .relaxed)
            var won = [false, false]

            @Sendable func end(_ who: UInt) -> Bool {
                let isThere = queue.withLock {
                    defer { if who == 1 { published.plainStore(0) } }
                    return published.plainLoad() == 1
                }
                guard isThere, waiter.claim(who, atomically: !mistakes.claimsInTwoSteps) else { return false }
                if who == 1 { waiter.value.plainStore(7) }
                runQueue.withLock { runnable.store(runnable.load(.relaxed) + 1, .relaxed) }
                return true
            }

            model.thread("first worker") {
                waiter.open()
                queue.withLock { published.plainStore(1) }
                // The switch: the stack is the fiber's until the flag is clear.
                stack.plainStore(1)
                running.store(0, .releasing)
            }
            model.thread("partner") { won[0] = end(1) }
            model.thread("timer") { won[1] = end(2) }
            model.thread("second worker") {
                guard runQueue.withLock({ runnable.load(.relaxed) > 0 }) else { return }
                if !mistakes.resumesWithoutLooking {
                    while running.load(.acquiring) == 1 { Explored.pause() }
                }
                running.plainStore(1)
                model.expect(stack.plainLoad() == 1, "resumed before it has left")
                stack.plainStore(2)
                let verdict = waiter.verdict.plainLoad()
                model.expect(verdict == 1 || verdict == 2, "no verdict")
                if verdict == 1 { model.expect(waiter.value.plainLoad() == 7, "no value") }
            }
            model.finally {
                let winners = won.count { $0 }
                model.expect(winners <= 1, "claimed twice")
                model.expect(runnable.load(.relaxed) == UInt(winners), "made runnable \(runnable) times")
            }
        }
    }

    @Test func aFiberIsClaimedOnceAndResumedAfterItHasLeft() async throws {
        try await explore("park and ready: fiber", preemptions: 2, Self.fiber(Mistakes()))
    }

    @Test func aClaimInTwoStepsIsFound() async throws {
        let found = try await exploration("two-step claim", Self.fiber(Mistakes(claimsInTwoSteps: true)))
        #expect(found.failure != nil)
    }

    @Test func resumingAFiberThatHasNotLeftIsFound() async throws {
        let found = try await exploration("no look", Self.fiber(Mistakes(resumesWithoutLooking: true)))
        guard case .dataRace? = found.failure?.failure else {
            Issue.record("not found: \(found)")
            return
        }
    }

    /// A plain thread parks on its futex, until a deadline or without one. A partner comes once the waiter is published; a
    /// second one only if it is published when he looks.
    private static func thread(preparesLate: Bool) -> @Sendable (Model) -> Void {
        { model in
            let waiter = WaiterModel()
            let parking = Explored.allocate(1, "parking")[0]
            let published = Explored.allocate(1, "published")[0]
            let hasDeadline = model.choose(2) == 1
            var won = [false, false]

            /// `ThreadParking.park`: false if the deadline came first.
            func park(deadlinePasses: Bool) -> Bool {
                while parking.load(.acquiring) == 0 {
                    if deadlinePasses { return parking.load(.acquiring) != 0 }
                    parking.wait(while: 0)
                }
                return true
            }

            func end(_ who: Int) {
                guard waiter.claim(UInt(who + 1), atomically: true) else { return }
                won[who] = true
                waiter.value.plainStore(UInt(who + 1))
                parking.store(1, .releasing)
                parking.wake(1)
            }

            model.thread("waiter") {
                waiter.open()
                if !preparesLate { parking.store(0, .relaxed) }
                published.store(1, .releasing)
                if preparesLate { parking.store(0, .relaxed) }
                if !park(deadlinePasses: hasDeadline), !waiter.claim(3, atomically: true) {
                    _ = park(deadlinePasses: false)
                }
                let verdict = waiter.verdict.plainLoad()
                model.expect(verdict > 0, "no verdict")
                if verdict < 3 { model.expect(waiter.value.plainLoad() == verdict, "another's value") }
            }
            model.thread("partner") {
                while published.load(.acquiring) == 0 { Explored.pause() }
                end(0)
            }
            model.thread("second partner") {
                if published.load(.acquiring) == 1 { end(1) }
            }
            model.finally { model.expect(won != [true, true], "claimed twice") }
        }
    }

    @Test func aThreadIsClaimedOnceAndWoken() async throws {
        try await explore("park and ready: thread", preemptions: 2, Self.thread(preparesLate: false))
    }

    @Test func preparingAfterPublishingLosesTheWakeUp() async throws {
        let found = try await exploration("prepared late", Self.thread(preparesLate: true))
        #expect(found.failure?.failure == .deadlock("waiter sleeps on parking"))
    }
}
