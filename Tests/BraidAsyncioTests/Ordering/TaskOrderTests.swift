import BraidAsyncio
import BraidCore
import Testing

@Suite struct TaskOrderTests {
    @Test func tasksStartInTheOrderOfTheirCreation() async throws {
        @Sendable func child(_ log: Log, _ name: String) async throws {
            log(name, "starts")
            if name == "a" { createTask { try await child(log, "a's child") } }
            try await sleep(.zero)
            log(name, "ends")
        }
        try await expectTheLogOfCPython("tasks_start_in_order") { log in
            log("main creates")
            let a = createTask { try await child(log, "a") }
            let b = createTask { try await child(log, "b") }
            log("main awaits")
            try await a.value
            log("main has a")
            try await b.value
            log("main has b")
        }
    }

    @Test func awaitingAFinishedFutureDoesNotYield() async throws {
        try await expectTheLogOfCPython("a_finished_future_does_not_yield") { log in
            let future = Future<String>()
            try future.setResult("value")
            let task = createTask { log("other runs") }
            log("first", try await future.value)
            log("second", try await future.value)
            try await task.value
            log("third", try await future.value)
            try await task.value
            log("end")
        }
    }

    @Test func callingAnAsyncFunctionDoesNotYield() async throws {
        @Sendable func inner(_ log: Log, _ depth: Int) async throws {
            log("depth", depth)
            if depth < 3 { try await inner(log, depth + 1) } else { try await sleep(.zero) }
            log("back at", depth)
        }
        try await expectTheLogOfCPython("a_coroutine_called_directly_does_not_yield") { log in
            let task = createTask { log("other runs") }
            try await inner(log, 0)
            try await task.value
        }
    }

    @Test func tasksThatYieldTakeTurns() async throws {
        try await expectTheLogOfCPython("yielding_tasks_take_turns") { log in
            @Sendable func count(_ name: String, _ end: Int) async throws {
                for number in 0..<end {
                    log(name, number)
                    try await yield()
                }
                log(name, "ends")
            }
            _ = try await gather([
                createTask { try await count("a", 3) }, createTask { try await count("b", 1) },
                createTask { try await count("c", 2) },
            ])
            log("end")
        }
    }

    @Test func callbacksAndAwaitersComeInTheOrderAddedAndNeverAtOnce() async throws {
        try await expectTheLogOfCPython("callbacks_and_awaiters_in_the_order_added") { log in
            let future = Future<Int>()
            @Sendable func awaits(_ name: String) async throws {
                log(name, "awaits")
                log(name, "has", try await future.value)
            }
            future.addDoneCallback { log("first callback", (try? $0.result()) ?? 0) }
            let a = createTask { try await awaits("a") }
            try await sleep(.zero)
            future.addDoneCallback { log("second callback", (try? $0.result()) ?? 0) }
            let b = createTask { try await awaits("b") }
            try await sleep(.zero)
            try future.setResult(42)
            log("set")
            future.addDoneCallback { log("late callback", (try? $0.result()) ?? 0) }
            EventLoop.current?.callSoon { log("called soon") }
            try await sleep(.zero)
            log("after one turn")
            _ = try await gather([a, b])
        }
    }

    @Test func aTaskThatAwaitsItselfGetsAnErrorATurnLater() async throws {
        try await expectTheLogOfCPython("a_task_that_awaits_itself") { log in
            let holder = Holder<LoopTask<Void>>()
            let task = createTask {
                createTask { log("other runs") }
                do { try await holder.value?.value } catch is TaskAwaitsItselfError {
                    log("an error, one turn later")
                }
            }
            holder.value = task
            try await task.value
        }
    }

    @Test func errorsComeThroughAChainOfTasks() async throws {
        try await expectTheLogOfCPython("errors_come_through_a_chain") { log in
            let inner = createTask {
                log("fails")
                throw ValueError("reason")
            }
            let task = createTask {
                defer { log("middle leaves") }
                return try await inner.value
            }
            inner.addDoneCallback { log("callback:", (try? $0.exception()).map { "\($0!)" } ?? "none") }
            do { try await task.value } catch { log("main caught", error) }
            for _ in 0..<2 {
                do { try await inner.value } catch { log("and again", error) }
            }
        }
    }

    @Test func whatIsLeftAtTheEndIsCancelledAndAwaited() async throws {
        try await expectTheLogOfCPython("what_is_left_at_the_end") { log in
            @Sendable func left(_ name: String) async throws {
                do {
                    log(name, "starts")
                    try await sleep(.seconds(10))
                } catch {
                    log(name, "cancelled")
                    try await sleep(.zero)
                    log(name, "cleaned up")
                    throw error
                }
            }
            createTask { try await left("a") }
            createTask {
                do { try await sleep(.seconds(10)) } catch {
                    log("awaits a new task")
                    try await createTask {
                        try await sleep(.zero)
                        log("the new task ran")
                    }.value
                    log("has awaited it")
                    throw error
                }
            }
            try await sleep(.zero)
            createTask { try await left("never") }
            EventLoop.current?.callSoon { log("callback") }
            log("main ends")
        }
    }
}

/// A variable that closures on one loop share.
final class Holder<Value>: @unchecked Sendable {
    var value: Value?
}
