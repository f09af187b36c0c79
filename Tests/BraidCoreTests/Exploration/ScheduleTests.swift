@testable import BraidCore
import Testing

private typealias Explored = ExploredMemory

/// What an exploration prints can be read, by people and by the explorer.
@Suite struct ScheduleTests {
    private static let lostUpdate: @Sendable (Model) -> Void = { model in
        let counter = Explored.allocate(1, "counter")[0]
        for name in ["left", "right"] {
            model.thread(name) { counter.store(counter.load(.relaxed) + 1, .relaxed) }
        }
        model.finally { model.expect(counter.load(.relaxed) == 2, "an update is lost") }
    }

    @Test func aPrintedScheduleFailsAgain() async throws {
        let found = try await exploration("search", Self.lostUpdate)
        let schedule = try #require(found.failure).schedule.description
        let again = try await exploration("again", replaying: schedule, Self.lostUpdate)
        #expect(again.executions == 1)
        #expect(again.failure?.failure == found.failure?.failure)
        #expect(again.failure?.schedule.description == schedule)
        #expect(again.failure?.log == found.failure?.log)
    }

    @Test func anotherScheduleDoesNotFail() async throws {
        let right = try await exploration("right", replaying: "A a B b", Self.lostUpdate)
        #expect(right.failure == nil)
    }

    @Test func aScheduleIsReadAsItIsPrinted() throws {
        let text = "A3 B a b A!B 2 C D2"
        #expect(try Schedule(text).description == text)
        #expect(throws: Schedule.Unreadable.self) { try Schedule("A E") }
        #expect(throws: Schedule.Unreadable.self) { try Schedule("Ax") }
    }

    @Test func theLogSaysWhatEachThreadDid() async throws {
        let found = try await exploration("log", Self.lostUpdate)
        let log = try #require(found.failure).log
        #expect(log.contains("left: counter.load(relaxed) → 0"))
        #expect(log.contains("right: counter.store(1, relaxed), into its buffer"))
    }

    /// Where threads ask others for fences there are more places to choose, and a schedule that names them.
    @Test func aScheduleWithBarriersFailsAgain() async throws {
        let lateBarrier: @Sendable (Model) -> Void = { model in
            let words = Explored.allocate(2, "word")
            var (left, right) = (UInt.max, UInt.max)
            model.thread("left") {
                words[0].store(1, .releasing)
                left = words[1].load(.acquiring)
            }
            model.thread("right") {
                words[1].store(1, .releasing)
                right = words[0].load(.acquiring)
                Explored.barrierEverywhere()
            }
            model.finally { model.expect(left + right > 0, "neither saw the other") }
        }
        let found = try await exploration("late barrier", lateBarrier)
        let failure = try #require(found.failure)
        let again = try await exploration("again", replaying: failure.schedule.description, lateBarrier)
        #expect(again.failure?.failure == .expectation("neither saw the other"))
        #expect(again.failure?.strayed == false)
        #expect(again.failure?.log == failure.log)
    }

    @Test func everyNumberIsChosen() async throws {
        let outcomes = Outcomes<[Int]>()
        try await explore("numbers") { model in
            let first = model.choose(2)
            var second = 9
            model.thread("chooser") { second = model.choose(3) }
            model.finally { outcomes.add([first, second]) }
        }
        #expect(outcomes.all == [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]])
    }

    @Test func anySleeperMayBeTheOneThatIsWoken() async throws {
        let outcomes = Outcomes<Int>()
        _ = try await exploration("wake", preemptions: nil) { model in
            let bed = Explored.allocate(1, "bed")[0]
            var woken = [false, false]
            for sleeper in 0..<2 {
                model.thread("sleeper \(sleeper)") {
                    bed.wait(while: 0)
                    woken[sleeper] = true
                    outcomes.add(sleeper)
                    bed.store(1, .releasing)
                    bed.wake(1)
                }
            }
            model.thread("waker") { bed.wake(1) }
            model.finally { model.expect(woken == [true, true], "somebody sleeps on") }
        }
        #expect(outcomes.all == [0, 1])
    }

    @Test func withoutPreemptionsThreadsRunToTheirEnds() async throws {
        let found = try await exploration("no preemptions", preemptions: 0) { model in
            let counter = Explored.allocate(1, "counter")[0]
            for name in ["left", "right"] {
                model.thread(name) { _ = counter.exchange(counter.load(.relaxed) + 1, .relaxed) }
            }
            model.finally { model.expect(counter.load(.relaxed) == 2, "an update is lost") }
        }
        #expect(found.failure == nil)
    }
}
