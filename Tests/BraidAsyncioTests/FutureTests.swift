import BraidAsyncio
import BraidCore
import Testing

@Suite struct FutureTests {
    @Test func aSecondResultIsInvalidState() async throws {
        try await onLoop {
            let future = Future<Int>()
            try future.setResult(1)
            #expect(throws: InvalidStateError.alreadyDone) { try future.setResult(2) }
            #expect(throws: InvalidStateError.alreadyDone) { try future.setException(ValueError()) }
            #expect(!future.cancel())
            #expect(try future.result() == 1)
            #expect(try future.exception() == nil)
        }
    }

    @Test func aFutureThatHasNotEndedHasNoResult() async throws {
        try await onLoop {
            let future = Future<Int>()
            #expect(!future.done)
            #expect(throws: InvalidStateError.notDone) { try future.result() }
            #expect(throws: InvalidStateError.notDone) { try future.exception() }
        }
    }

    @Test func anErrorIsThrownToThoseWhoAwaitAndToThoseWhoAsk() async throws {
        try await onLoop {
            let future = Future<Int>()
            try future.setException(ValueError("reason"))
            #expect(throws: ValueError("reason")) { try future.result() }
            #expect(try future.exception() as? ValueError == ValueError("reason"))
            await #expect(throws: ValueError("reason")) { try await future.value }
            #expect(future.done)
            #expect(!future.cancelled)
        }
    }

    @Test func aCancelledFutureThrowsAndKeepsTheMessage() async throws {
        try await onLoop {
            let future = Future<Int>()
            #expect(future.cancel(message: "enough"))
            #expect(!future.cancel(message: "more"))
            #expect(future.cancelled)
            #expect(future.cancelMessage == "enough")
            #expect(throws: CancellationError.self) { try future.result() }
            #expect(throws: CancellationError.self) { try future.exception() }
            await #expect(throws: CancellationError.self) { try await future.value }
        }
    }

    @Test func aCallbackThatWasTakenBackIsNotCalled() async throws {
        let log = try await logOfLoop { log in
            let future = Future<Int>()
            let first = future.addDoneCallback { _ in log("first") }
            future.addDoneCallback { _ in log("second") }
            log(future.removeDoneCallback(first), future.removeDoneCallback(first))
            try future.setResult(1)
            let late = future.addDoneCallback { _ in log("late") }
            log("on its way:", future.removeDoneCallback(late))
            try await yield()
        }
        #expect(log == ["True False", "on its way: False", "second", "late", "run returned"])
    }

    @Test func severalTasksAwaitOneFuture() async throws {
        let sum = try await onLoop {
            let future = Future<Int>()
            let tasks = (1...3).map { factor in createTask { try await future.value * factor } }
            try await yield()
            try future.setResult(7)
            return try await gather(tasks).reduce(0, +)
        }
        #expect(sum == 42)
    }

    @Test func aValueNeedNotBeSendable() async throws {
        final class Local { var count = 0 }
        let count = try await onLoop {
            let future = Future<Local>()
            try future.setResult(Local())
            try await future.value.count += 1
            return try await future.value.count
        }
        #expect(count == 1)
    }

    @Test func anErrorThatNobodyAsksForIsReported() async throws {
        let log = try await logOfLoop { log in
            setExceptionHandler { log($0.message, $0.error) }
            createTask(name: "loser") { throw ValueError("lost") }
            createTask(name: "winner") {}
            let asked = createTask { throw ValueError("asked for") }
            do {
                let dropped = Future<Int>()
                try dropped.setException(ValueError("dropped"))
            }
            _ = try await wait([asked])
            _ = try asked.exception()
        }
        #expect(
            log == [
                "a future failed, and nobody asked for its error dropped",
                "the task loser failed, and nobody asked for its error lost", "run returned",
            ])
    }

    @Test func ensureFutureKeepsAFutureAndStartsACoroutine() async throws {
        try await onLoop {
            let future = Future<Int>()
            #expect(ensureFuture(future) === future)
            let task = ensureFuture { 42 }
            let found = try await task.value
            #expect(found == 42)
        }
    }
}
