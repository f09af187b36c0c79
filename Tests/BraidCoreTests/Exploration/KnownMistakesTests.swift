@testable import BraidCore
import Testing

private typealias Explored = ExploredMemory

/// The explorer finds the classic mistakes, and is silent where they are mended.
@Suite struct KnownMistakesTests {
    @Test func aLostUpdateIsFoundWithOnePreemption() async throws {
        let increments: @Sendable (Model) -> Void = { model in
            let counter = Explored.allocate(1, "counter")[0]
            for name in ["left", "right"] {
                model.thread(name) { counter.store(counter.load(.relaxed) + 1, .relaxed) }
            }
            model.finally { model.expect(counter.load(.relaxed) == 2, "an update is lost") }
        }
        let found = try await exploration("increment", preemptions: 2, increments)
        #expect(found.failure?.failure == .expectation("an update is lost"))
        #expect((found.failure?.preemptions ?? 9) <= 1)
    }

    @Test func anAtomicAdditionLosesNothing() async throws {
        try await explore("addition", preemptions: nil) { model in
            let counter = Explored.allocate(1, "counter")[0]
            for name in ["a", "b", "c"] { model.thread(name) { _ = counter.add(1, .relaxed) } }
            model.finally { model.expect(counter.load(.relaxed) == 3, "an update is lost") }
        }
    }

    private func messagePassing(_ store: StoreOrder, _ load: LoadOrder) async throws -> ExecutionFailure? {
        try await exploration("message, \(store) and \(load)", preemptions: nil) { model in
            let message = Explored.allocate(1, "message")[0]
            let flag = Explored.allocate(1, "flag")[0]
            model.thread("writer") {
                message.plainStore(7)
                flag.store(1, store)
            }
            model.thread("reader") {
                while flag.load(load) == 0 { Explored.pause() }
                model.expect(message.plainLoad() == 7, "read before it was written")
            }
        }.failure?.failure
    }

    @Test func aMessageIsPassedByReleaseAndAcquire() async throws {
        #expect(try await messagePassing(.releasing, .acquiring) == nil)
        #expect(try await messagePassing(.sequential, .sequential) == nil)
    }

    @Test func aMessageBehindARelaxedFlagIsADataRace() async throws {
        let race = ExecutionFailure.dataRace(
            "reader plainly reads message, and does not know what writer did to it")
        #expect(try await messagePassing(.relaxed, .acquiring) == race)
        #expect(try await messagePassing(.releasing, .relaxed) == race)
    }

    /// Peterson's mutual exclusion: right where stores do not wait in a buffer.
    private func peterson(_ order: StoreOrder) async throws -> ExecutionFailure? {
        try await exploration("Peterson, \(order)", preemptions: 3) { model in
            let wants = Explored.allocate(2, "wants")
            let turn = Explored.allocate(1, "turn")[0]
            let guarded = Explored.allocate(1, "guarded")[0]
            for me in 0..<2 {
                model.thread("thread \(me)") {
                    wants[me].store(1, order)
                    turn.store(UInt(1 - me), order)
                    while wants[1 - me].load(.sequential) == 1, turn.load(.sequential) == UInt(1 - me) {
                        Explored.pause()
                    }
                    guarded.plainStore(guarded.plainLoad() + 1)
                    wants[me].store(0, order == .sequential ? .sequential : .releasing)
                }
            }
            model.finally { model.expect(guarded.plainLoad() == 2, "both were inside") }
        }.failure?.failure
    }

    @Test func petersonNeedsSequentialStores() async throws {
        #expect(try await peterson(.sequential) == nil)
        let found = try await peterson(.releasing)
        guard case .dataRace? = found else {
            Issue.record("not found: \(String(describing: found))")
            return
        }
    }

    /// A worker that looks for work, says that it sleeps, and sleeps; and somebody who brings work.
    private func sleepProtocol(looksAgain: Bool, says order: StoreOrder) async throws -> ExecutionFailure? {
        try await exploration("sleep, looks again: \(looksAgain), \(order)", preemptions: nil) { model in
            let work = Explored.allocate(1, "work")[0]
            let sleeping = Explored.allocate(1, "sleeping")[0]
            let parking = Explored.allocate(1, "parking")[0]
            model.thread("worker") {
                if work.load(.acquiring) == 1 { return }
                sleeping.store(1, order)
                if looksAgain, work.load(.acquiring) == 1 { return }
                while parking.load(.acquiring) == 0 { parking.wait(while: 0) }
            }
            model.thread("pusher") {
                work.store(1, .sequential)
                if sleeping.exchange(0, .acquiringAndReleasing) == 1 {
                    parking.store(1, .releasing)
                    parking.wake(1)
                }
            }
        }.failure?.failure
    }

    @Test func aWakeUpIsLostWithoutASecondLook() async throws {
        let lost = ExecutionFailure.deadlock("worker sleeps on parking")
        #expect(try await sleepProtocol(looksAgain: false, says: .sequential) == lost)
        #expect(try await sleepProtocol(looksAgain: true, says: .releasing) == lost)
        #expect(try await sleepProtocol(looksAgain: true, says: .sequential) == nil)
    }

    @Test func aLockKeepsOthersOut() async throws {
        try await explore("lock", preemptions: nil) { model in
            let lock = Explored.Lock()
            let guarded = Explored.allocate(1, "guarded")[0]
            for name in ["a", "b", "c"] {
                model.thread(name) { lock.withLock { guarded.plainStore(guarded.plainLoad() + 1) } }
            }
            model.finally { model.expect(guarded.plainLoad() == 3, "an update is lost") }
        }
    }

    @Test func twoLocksInTwoOrdersAreADeadlock() async throws {
        let found = try await exploration("two locks") { model in
            let locks = [Explored.Lock(), Explored.Lock()]
            for first in 0..<2 {
                model.thread("thread \(first)") { locks[first].withLock { locks[1 - first].withLock {} } }
            }
        }
        guard case .deadlock? = found.failure?.failure else {
            Issue.record("not found: \(found)")
            return
        }
    }

    @Test func anEndlessLoopIsFound() async throws {
        let found = try await exploration("spin") { model in
            let word = Explored.allocate(1, "word")[0]
            model.thread("spinner") { while word.load(.relaxed) == 0 {} }
        }
        #expect(found.failure?.failure == .livelock)
    }

    @Test func waitingForWhatNobodyWritesIsADeadlock() async throws {
        let found = try await exploration("pause") { model in
            let word = Explored.allocate(1, "word")[0]
            model.thread("waiter") { while word.load(.relaxed) == 0 { Explored.pause() } }
        }
        #expect(found.failure?.failure == .deadlock("waiter waits (pause)"))
    }

    @Test func aWordIsNotUsedAfterItWasFreed() async throws {
        let found = try await exploration("free", preemptions: nil) { model in
            let block = Explored.allocate(2, "block")
            let handle = Explored.allocate(1, "handle")[0]
            handle.store(1, .relaxed)
            model.thread("owner") {
                handle.store(0, .sequential)
                block.free()
            }
            model.thread("user") {
                if handle.load(.acquiring) == 1 { _ = block[1].load(.relaxed) }
            }
        }
        guard let failure = found.failure?.failure else {
            Issue.record("not found")
            return
        }
        let isFound =
            switch failure {
            case .useAfterFree, .dataRace: true
            default: false
            }
        #expect(isFound, "\(failure)")
    }
}
