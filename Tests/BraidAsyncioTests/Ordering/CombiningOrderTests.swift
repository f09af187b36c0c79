import BraidAsyncio
import BraidCore
import Testing

@Suite struct CombiningOrderTests {
    @Test func anErrorInGatherLeavesTheSiblingsRunning() async throws {
        try await expectTheLogOfCPython("gather_with_an_error") { log in
            @Sendable func fails(_ turns: Int) async throws -> String {
                for _ in 0..<turns { try await sleep(.zero) }
                log("fails after", turns)
                throw ValueError(turns)
            }
            @Sendable func sibling() async throws -> String {
                for turn in 0..<4 {
                    log("sibling", turn)
                    try await sleep(.zero)
                }
                return "sibling's result"
            }
            let task = createTask { try await sibling() }
            do {
                _ = try await gather([
                    task, createTask { try await fails(1) }, createTask { try await fails(2) },
                ])
            } catch let error as ValueError {
                log("gather threw", error, task.done)
            }
            log(try await task.value)
            let both = [createTask { try await fails(0) }, createTask { try await sibling() }]
            let results = try await gather(both, returnExceptions: true)
            let names = results.map { (try? $0.get()).map { "\"\($0)\"" } ?? "'error'" }
            log("[" + names.joined(separator: ", ") + "]")
        }
    }

    @Test func gatherAndCancelling() async throws {
        try await expectTheLogOfCPython("gather_and_cancelling") { log in
            @Sendable func child(_ name: String) async throws {
                do { try await sleep(.seconds(10)) } catch {
                    log(name, "cancelled")
                    throw error
                }
            }
            @Sendable func outer(_ first: Future<Void>, _ second: Future<Void>) async throws {
                do { _ = try await gather([first, second]) } catch is CancellationError {
                    log("gather threw", first.done, second.done)
                    throw CancellationError()
                }
            }
            let first = createTask { try await child("first") }
            let second = createTask { try await child("second") }
            var task = createTask { try await outer(first, second) }
            try await sleep(.zero)
            log("one child is cancelled")
            first.cancel()
            _ = try await wait([task])
            log(task.cancelled, second.done)
            let third = createTask { try await child("third") }
            task = createTask { try await outer(second, third) }
            try await sleep(.zero)
            log("the whole is cancelled")
            task.cancel()
            _ = try await wait([task])
            log(task.cancelled, second.cancelled, third.cancelled)
            let whole = gathered([createTask { try await child("fourth") }], returnExceptions: true)
            try await sleep(.zero)
            log(whole.cancel(), whole.cancelled)
            do { _ = try await whole.value } catch is CancellationError {
                log("cancelled", whole.cancelled)
            }
        }
    }

    @Test func theTurnsThatThingsTake() async throws {
        @Sendable func ended() throws -> Future<Void> {
            let future = Future<Void>()
            try future.setResult(())
            return future
        }
        @Sendable func nothing() async throws {}
        try await expectTheLogOfCPython("turns_that_things_take") { log in
            let turns = Turns()
            turns.tick()
            func measure(_ name: String, _ body: () async throws -> Void) async throws {
                let before = turns.count
                try await body()
                log(name, turns.count - before)
            }
            try await measure("coroutine") { try await nothing() }
            try await measure("finished future") { try await ended().value }
            try await measure("sleep(0)") { try await sleep(.zero) }
            try await measure("task") { try await createTask(nothing).value }
            try await measure("task in task") {
                try await createTask { try await createTask(nothing).value }.value
            }
            try await measure("gather()") { _ = try await gather([Future<Void>]()) }
            try await measure("gather of finished") { _ = try await gather([ended(), ended()]) }
            try await measure("gather of tasks") {
                _ = try await gather([createTask(nothing), createTask(nothing)])
            }
            try await measure("gather of gather") {
                _ = try await gather([gathered([createTask(nothing)])])
            }
            try await measure("shield of finished") { try await shield(ended()).value }
            try await measure("shield of task") { try await shield(createTask(nothing)).value }
            try await measure("wait of finished") { _ = try await wait([ended()]) }
            try await measure("wait of task") { _ = try await wait([createTask(nothing)]) }
            try await measure("wait for first") {
                _ = try await wait([createTask(nothing), ended()], returnWhen: .firstCompleted)
            }
        }
    }

    @Test func waitSaysWhatIsDone() async throws {
        try await expectTheLogOfCPython("wait_says_what_is_done") { log in
            @Sendable func worker(_ name: String, _ turns: Int, fails: Bool = false) -> LoopTask<String> {
                createTask(name: name) {
                    for _ in 0..<turns { try await sleep(.zero) }
                    log(name, "ends")
                    if fails { throw ValueError() }
                    return name
                }
            }
            func names(_ tasks: [LoopTask<String>]) -> String {
                tasks.map(\.name).sorted().joined(separator: " ")
            }
            let modes: [(String, ReturnWhen)] = [
                ("FIRST_COMPLETED", .firstCompleted), ("FIRST_EXCEPTION", .firstException),
                ("ALL_COMPLETED", .allCompleted),
            ]
            for (name, mode) in modes {
                let tasks = [worker("one", 1), worker("two", 2, fails: true), worker("four", 4)]
                let (done, pending) = try await wait(tasks, returnWhen: mode)
                log(name, "done:", names(done), "pending:", names(pending))
                _ = try await gather(tasks, returnExceptions: true)
            }
            let (none, late) = try await wait([worker("late", 3)], timeout: .zero)
            log("timeout", "done:", names(none), "pending:", names(late))
            _ = try await gather(late)
            let cancelled = worker("cancelled", 1)
            cancelled.cancel()
            let (done, pending) = try await wait(
                [cancelled, worker("other", 3)], returnWhen: .firstException)
            log("a cancelled task is no exception", "done:", names(done), "pending:", names(pending))
        }
    }

    @Test func waitForWaitsForTheCleanUp() async throws {
        try await expectTheLogOfCPython("wait_for_and_the_clean_up") { log in
            @Sendable func slow(_ swallows: Bool) async throws -> String {
                do { try await sleep(.seconds(10)) } catch {
                    log("cleans up")
                    try await sleep(.zero)
                    log("cleaned up")
                    if !swallows { throw error }
                }
                return "value after all"
            }
            var task = createTask { try await slow(false) }
            do { _ = try await waitFor(task, timeout: .milliseconds(10)) } catch is TimeoutError {
                log("timeout", task.cancelled)
            }
            log(try await waitFor(timeout: .milliseconds(10)) { try await slow(true) })
            let finished = Future<String>()
            try finished.setResult("finished")
            log(
                try await waitFor(finished, timeout: .zero),
                try await waitFor(finished, timeout: .seconds(-1)))
            task = createTask { try await slow(false) }
            do { _ = try await waitFor(task, timeout: .zero) } catch is TimeoutError {
                log("timeout at once", task.cancelled)
            }
            let waiting = createTask {
                try await waitFor(timeout: .seconds(10)) { try await slow(false) }
            }
            try await sleep(.zero)
            try await sleep(.zero)
            waiting.cancel()
            do { _ = try await waiting.value } catch is CancellationError { log("cancelled from outside") }
        }
    }

    @Test func aShieldLeavesTheInnerTaskRunning() async throws {
        try await expectTheLogOfCPython("a_shield_leaves_the_inner_task_running") { log in
            let task = createTask {
                for turn in 0..<4 {
                    log("inner", turn)
                    try await sleep(.zero)
                }
                return "inner's result"
            }
            let shielded = createTask {
                do { _ = try await shield(task).value } catch {
                    log("outer cancelled", task.done)
                    throw error
                }
            }
            try await sleep(.zero)
            try await sleep(.zero)
            shielded.cancel()
            do { try await shielded.value } catch is CancellationError { log("main goes on", task.done) }
            log(try await task.value)
            log(try await shield(task).value)
        }
    }

    @Test func timersComeInTheOrderOfTheirDeadlines() async throws {
        try await expectTheLogOfCPython("timers_in_the_order_of_their_deadlines") { log in
            let sleepers = [("third", 60), ("first", 20), ("second", 40)].map { name, milliseconds in
                createTask {
                    try await sleep(.milliseconds(milliseconds))
                    log(name)
                    try await sleep(.zero)
                    log(name, "a turn later")
                }
            }
            _ = try await gather(sleepers)
            log("end")
        }
    }

    @Test func futuresComeInTheOrderInWhichTheyEnd() async throws {
        try await expectTheLogOfCPython("futures_in_the_order_in_which_they_end") { log in
            let tasks = [("slow", 6), ("quick", 0), ("middle", 3)].map { name, turns in
                createTask {
                    for _ in 0..<turns { try await sleep(.zero) }
                    log(name, "ends")
                    return name
                }
            }
            for try await each in asCompleted(tasks) { log("got", try each.result()) }
        }
    }
}

/// Counts the turns of the loop.
private final class Turns: @unchecked Sendable {
    private(set) var count = -1

    func tick() {
        count += 1
        EventLoop.current?.callSoon { self.tick() }
    }
}
