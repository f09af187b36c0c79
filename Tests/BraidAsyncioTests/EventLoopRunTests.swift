import BraidAsyncio
import BraidCore
import BraidTesting
import Testing

@Suite struct EventLoopRunTests {
    @Test func runReturnsWhatItsCoroutineReturns() async throws {
        let value = try await onPlainThread {
            // The type of errors is Never: no try.
            EventLoop.run { 42 }
        }
        #expect(value == 42)
    }

    @Test func runThrowsTheErrorOfItsCoroutineWithItsType() async throws {
        let error = try await onPlainThread {
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
        await #expect(throws: CancellationError.self) {
            try await onPlainThread {
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
        try await onPlainThread {
            try forEachSeed(10) {
                var order: [Int] = []
                try EventLoop.run {
                    for number in 0..<3 { createTask { try await sleep(.seconds(number)) } }
                    try await sleep(.seconds(5))
                }
                order.append(1)
                if order != [1] { throw ValueError() }
            }
        }
    }

    @Test func whatALoopLeavesBehindIsReleased() async throws {
        final class Witness: Sendable {}
        weak let released = try await onPlainThread {
            let witness = Witness()
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
            return Weak(witness)
        }.value
        #expect(released == nil)
    }
}

private struct Weak<Value: AnyObject & Sendable>: Sendable {
    weak let value: Value?
    init(_ value: Value) { self.value = value }
}
