import BraidAsyncio
import BraidCore
import BraidTestSeeds
import BraidTestSupport
import Testing

@Suite struct EventLoopRunTests {
    @Test func runReturnsWhatItsCoroutineReturns() async throws {
        try await bothWays {
            // The type of errors is Never: no try.
            #expect(EventLoop.run { 42 } == 42)
        }
    }

    @Test func runThrowsTheErrorOfItsCoroutineWithItsType() async throws {
        let error = try await sameBothWays {
            do throws(ValueError) {
                try EventLoop.run { () async throws(ValueError) -> Void in throw ValueError("typed") }
                return ValueError("none")
            } catch {
                return error
            }
        }
        #expect(error == ValueError("typed"))
    }

    @Test func runThrowsIfTheMainTaskWasCancelledAlthoughItReturned() async throws {
        try await bothWays {
            #expect(throws: CancellationError.self) {
                try EventLoop.run { () async throws -> Int in
                    LoopTask.current?.cancel()
                    return 1
                }
            }
        }
    }

    @Test func tasksStartedDuringTheCleanUpAreCancelledToo() async throws {
        let log = try await logOfLoop { log in
            createTask {
                do { try await sleep(.seconds(10)) } catch {
                    createTask {
                        log("second generation")
                        do { try await Future<Void>().value } catch {
                            log("cancelled too")
                            throw error
                        }
                    }
                    try await yield()
                    throw error
                }
            }
            try await yield()
        }
        #expect(log == ["second generation", "cancelled too", "run returned"])
    }

    @Test func anErrorDuringTheShutDownIsReported() async throws {
        let log = try await logOfLoop { log in
            setExceptionHandler { log($0) }
            createTask(name: "left") {
                do { try await sleep(.seconds(10)) } catch { throw ValueError("clumsy") }
            }
            try await yield()
        }
        #expect(log == ["the task left failed while the loop shut down: clumsy", "run returned"])
    }

    @Test func aLoopRunsInAGoroutineWhileOthersGoOn() async throws {
        try await forSeeds {
            let order = Shared<[String]>([])
            let goOn = OneShot<Void>()
            let site = CreationSite(fileID: #fileID, line: #line)
            Scheduler.current.launch(name: "other", stackSize: nil, site: site) {
                order.withLock { $0.append("goroutine begins") }
                goOn.wait(.none)
                order.withLock { $0.append("goroutine ends") }
            }
            try EventLoop.run {
                // Time goes on only when the goroutine has come to its wait.
                try await sleep(.seconds(1))
                order.withLock { $0.append("loop") }
                goOn.set(())
                try await sleep(.seconds(1))
            }
            #expect(order.value == ["goroutine begins", "loop", "goroutine ends"])
        }
    }

    @Test func whatALoopLeavesBehindIsReleased() async throws {
        let census = Census()
        try await bothWays {
            let witness = census.citizen()
            EventLoop.run {
                createTask { [witness] in
                    try? await sleep(.seconds(3600))
                    _ = witness
                }
                let future = Future<Void>()
                future.addDoneCallback { [witness] _ in _ = witness }
                try? await yield()
                future.cancel()
            }
        }
        #expect(census.living == 0)
    }
}
