import BraidPromises
import BraidTesting
import Testing

@Suite struct AsyncTests {
    @Test func anAsyncFunctionRunsSynchronouslyUpToItsFirstAwait() async throws {
        let lines = try await logged { log in
            Promise.async {
                log("begins")
                try await Promise.resolve().value
                log("goes on")
            }
            log("script")
        }
        #expect(lines == ["begins", "script", "goes on"])
    }

    @Test func awaitAlwaysYields() async throws {
        let lines = try await logged { log in
            let settled = Promise.resolve("value")
            Promise.async { log("awaited", try await settled.value) }
            settled.then { log("reaction", $0) }
            log("script")
        }
        #expect(lines == ["script", "awaited value", "reaction value"])
    }

    @Test func aMicrotaskQueuedBetweenTwoAwaitsGoesFirst() async throws {
        let lines = try await logged { log in
            let settled = Promise.resolve()
            Promise.async {
                try await settled.value
                queueMicrotask { log("microtask") }
                try await settled.value
                log("awaited")
                try await settled.value
                log("awaited with nothing between")
            }
        }
        #expect(lines == ["microtask", "awaited", "awaited with nothing between"])
    }

    @Test func aFunctionCalledAfterAnAwaitYieldsToItsCallerAtItsOwn() async throws {
        let lines = try await logged { log in
            let settled = Promise.resolve()
            Promise.async {
                try await settled.value
                Promise.async {
                    log("callee begins")
                    try await settled.value
                    log("callee goes on")
                }
                log("caller goes on")
            }
        }
        #expect(lines == ["callee begins", "caller goes on", "callee goes on"])
    }

    @Test func aRejectionAwaitedWithNothingBetweenIsHandled() async throws {
        let lines = try await logged { log in
            Promise.async {
                try await Promise.resolve().value
                let rejected = Promise<Void>.reject(Reason("caught"))
                do { try await rejected.value } catch { log(error) }
            }
        }
        #expect(lines == ["caught"])
    }

    @Test func awaitTakesOneTickForAPromiseAndTwoForAThenable() async throws {
        let lines = try await logged { log in
            logTicks(4, log)
            Promise.async {
                try await Promise.resolve().value
                log("promise")
                try await ClosureThenable<Void> { resolve, _ in resolve() }.value
                log("thenable")
            }
        }
        #expect(lines == ["1", "promise", "2", "3", "thenable", "4"])
    }

    @Test func returningAPromiseTakesThreeTicksAwaitingItTwo() async throws {
        let lines = try await logged { log in
            logTicks(4, log)
            let settled = Promise.resolve()
            Promise.async { settled }.then { log("return") }
            Promise.async { try await settled.value }.then { log("return await") }
        }
        #expect(lines == ["1", "2", "return await", "3", "return", "4"])
    }

    @Test func tasksOfTheLoopMayAwaitToo() async throws {
        let lines = try await logged { log in
            Promise.async {
                async let slow = later(1, .seconds(2)).value
                async let quick = later(2, .seconds(1)).value
                log(try await slow + quick)
                let sum = try await withThrowingTaskGroup(of: Int.self) { group in
                    for number in 1...3 { group.addTask { try await later(number, .seconds(number)).value } }
                    return try await group.reduce(0, +)
                }
                log(sum)
            }
        }
        #expect(lines == ["3", "6"])
    }

    @Test func aPromiseThatNobodySettlesKeepsNoLoopRunning() async throws {
        let lines = try await logged { log in
            Promise.async {
                log("waits")
                try await Promise<Void> { _, _ in }.value
                log("never")
            }
        }
        #expect(lines == ["waits"])
    }

    @Test func anAwaitOutsideOfTheLoopKeepsItRunning() async throws {
        actor Counter {
            var count = 0
            func increment() -> Int {
                count += 1
                return count
            }
        }
        let log = Log()
        try await onPlainThread {
            let counter = Counter()
            try EventLoop.runUntilIdle {
                Promise.async {
                    for _ in 1...100 { _ = await counter.increment() }
                    log(await counter.increment())
                    try await Promise.resolve().value
                    try await Task.sleep(for: .milliseconds(1))
                    log("after the sleep")
                }
            }
        }
        #expect(log.lines == ["101", "after the sleep"])
    }

    @Test func aCancelledTaskStopsWaitingAndLeavesThePromiseAlone() async throws {
        let lines = try await logged { log in
            let (promise, resolve, _) = Promise<Int>.withResolvers()
            Promise.async {
                await withTaskGroup { group in
                    group.addTask {
                        do { log("value", try await promise.value) } catch { log(error is CancellationError) }
                    }
                    try? await later((), .seconds(1)).value
                    group.cancelAll()
                }
                promise.then { log("promise", $0) }
                resolve(1)
            }
        }
        #expect(lines == ["true", "promise 1"])
    }

    @Test func aTaskThatIsCancelledGetsWhatIsSettled() async throws {
        let lines = try await logged { log in
            Promise.async {
                await withTaskGroup(of: Void.self) { group in
                    group.cancelAll()
                    group.addTask {
                        do { log("value", try await Promise.resolve(1).value) } catch { log("error", error) }
                    }
                }
            }
        }
        #expect(lines == ["value 1"])
    }

    @Test func theOutcomeWinsOverACancellationThatComesLater() async throws {
        let lines = try await logged { log in
            let (promise, resolve, _) = Promise<Int>.withResolvers()
            Promise.async {
                await withTaskGroup { group in
                    group.addTask {
                        do { log("value", try await promise.value) } catch { log("error", error) }
                    }
                    try? await later((), .seconds(1)).value
                    resolve(1)
                    group.cancelAll()
                }
            }
        }
        #expect(lines == ["value 1"])
    }
}
