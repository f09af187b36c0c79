import BraidAsyncio
import BraidCore
import BraidTesting
import Testing

@Suite struct CombiningTests {
    @Test func gatherOfNothingIsEmpty() async throws {
        try await onLoop {
            let found = try await gather([Future<Int>]())
            #expect(found.isEmpty)
            #expect(gathered([Future<Int>]()).done)
        }
    }

    @Test func gatherGivesTheResultOfTheSameFutureTwice() async throws {
        try await onLoop {
            let task = createTask { 7 }
            let found = try await gather([task, task])
            #expect(found == [7, 7])
        }
    }

    @Test func gatherKeepsTheOrderOfTheFuturesNotOfTheirEnds() async throws {
        let log = try await logOfLoop { log in
            let tasks = [3, 1, 2].map { seconds in
                createTask {
                    try await sleep(.seconds(seconds))
                    return seconds
                }
            }
            log(try await gather(tasks))
        }
        #expect(log == ["[3, 1, 2]", "run returned"])
    }

    @Test func gatherTakesFuturesOfSeveralTypes() async throws {
        try await onLoop {
            let number: Future<Int> = createTask { 1 }
            let text: Future<String> = createTask { "one" }
            let (one, name, truth) = try await gather(number, text, createTask { true })
            #expect((one, name, truth) == (1, "one", true))
            await #expect(throws: ValueError.self) {
                _ = try await gather(createTask { 1 }, createTask { () -> String in throw ValueError() })
            }
        }
    }

    @Test func gatherReturnsErrorsWhenAsked() async throws {
        try await onLoop {
            func tasks() -> [Future<Int>] { [createTask { 1 }, createTask { throw ValueError("no") }] }
            let results = try await gather(tasks(), returnExceptions: true)
            #expect(try results[0].get() == 1)
            #expect(throws: ValueError("no")) { try results[1].get() }
            await #expect(throws: ValueError("no")) { try await gather(tasks(), returnExceptions: false) }
        }
    }

    @Test func waitForNothingIsAnError() async throws {
        try await onLoop {
            await #expect(throws: NothingToWaitForError.self) { try await wait([Future<Int>]()) }
        }
    }

    @Test func waitTakesAFutureThatOccursTwiceOnce() async throws {
        try await onLoop {
            let task = createTask { 1 }
            let (done, pending) = try await wait([task, task])
            #expect(done == [task])
            #expect(pending.isEmpty)
        }
    }

    @Test func waitCancelsNothingWhenTimeIsUp() async throws {
        let log = try await logOfLoop { log in
            let slow = createTask(name: "slow") { try await sleep(.seconds(2)) }
            let quick = createTask(name: "quick") { try await sleep(.seconds(1)) }
            let (done, pending) = try await wait([slow, quick], timeout: .milliseconds(1500))
            log(done.map(\.name), pending.map(\.name), slow.cancelling)
            try await slow.value
        }
        #expect(log == [#"["quick"] ["slow"] 0"#, "run returned"])
    }

    @Test func equalDeadlinesEndInTheOrderSet() async throws {
        let log = try await logOfLoop { log in
            let start = createTask {}
            let sleepers = (0..<20).map { number in
                createTask {
                    try await start.value
                    try await sleep(.seconds(1))
                    log(number)
                }
            }
            _ = try await gather(sleepers)
        }
        #expect(log == (0..<20).map { "\($0)" } + ["run returned"])
    }

    @Test func waitForGivesAFinishedFutureWhateverTheTimeout() async throws {
        try await onLoop {
            let future = Future<Int>()
            try future.setResult(1)
            #expect(try await waitFor(future, timeout: .zero) == 1)
            #expect(try await waitFor(future, timeout: .seconds(-1)) == 1)
            #expect(try await waitFor(future, timeout: nil) == 1)
        }
    }

    @Test func aRequestThatComesWhileWaitForCleansUpIsNotTakenForTheTimeout() async throws {
        let log = try await logOfLoop { log in
            let inner = createTask {
                do { try await sleep(.seconds(10)) } catch {
                    try? await shield(createTask { try await sleep(.seconds(10)) }).value
                    throw error
                }
            }
            let waiting = createTask {
                do { try await waitFor(inner, timeout: .seconds(1)) } catch {
                    log(error is CancellationError ? "cancelled" : "\(error)")
                    throw error
                }
            }
            try await sleep(.seconds(5))
            waiting.cancel()
            _ = try await wait([waiting])
            log(waiting.cancelled)
        }
        #expect(log == ["cancelled", "True", "run returned"])
    }

    @Test func aRequestIsNotLostWhenTheAwaitedFutureEndsInTheSameTurn() async throws {
        try await onLoop {
            let future = Future<Int>()
            let waiting = createTask { try await waitFor(future, timeout: .seconds(10)) }
            try await yield()
            try future.setResult(1)
            waiting.cancel()
            await #expect(throws: CancellationError.self) { try await waiting.value }
            #expect(waiting.cancelled)
        }
    }

    @Test func waitForWorksInAStructuredChild() async throws {
        let log = try await logOfLoop { log in
            async let child: Void = waitFor(Future<Void>(), timeout: .seconds(1))
            do { try await child } catch is TimeoutError { log("timeout in the child") }
        }
        #expect(log == ["timeout in the child", "run returned"])
    }

    @Test func aBodyThatEndsInTimeIsNotCancelledByItsTimeout() async throws {
        let log = try await logOfLoop { log in
            let value = try await timeout(.seconds(2)) { scope in
                try await sleep(.seconds(1))
                return scope.expired
            }
            try await sleep(.seconds(5))
            log(value, LoopTask.current?.cancelling ?? -1)
        }
        #expect(log == ["False 0", "run returned"])
    }

    @Test func aTimeoutKeepsAnErrorOfTheBody() async throws {
        try await onLoop {
            await #expect(throws: ValueError("body's")) {
                try await timeout(.seconds(10)) { _ in throw ValueError("body's") }
            }
        }
    }

    @Test func aTimeoutWithoutTimeCanBeGivenSomeLater() async throws {
        let log = try await logOfLoop { log in
            do {
                try await timeout(nil) { scope in
                    try await sleep(.seconds(100))
                    scope.reschedule(.seconds(1))
                    try await sleep(.seconds(100))
                }
            } catch is TimeoutError { log("in the end") }
        }
        #expect(log == ["in the end", "run returned"])
    }

    @Test func asCompletedThrowsWhenTimeIsUp() async throws {
        let log = try await logOfLoop { log in
            let tasks = [1, 2, 30].map { seconds in
                createTask {
                    try await sleep(.seconds(seconds))
                    return seconds
                }
            }
            do {
                for try await task in asCompleted(tasks, timeout: .seconds(10)) { log(try task.result()) }
            } catch is TimeoutError { log("time is up", tasks[2].cancelled) }
        }
        #expect(log == ["1", "2", "time is up False", "run returned"])
    }
}
