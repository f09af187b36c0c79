import BraidAsyncio
import BraidTestSupport
import BraidTesting
import Testing

@Suite struct CallSoonTests {
    @Test func callbacksTakeTurnsWithTasks() async throws {
        try await expectTheLogOfCPython("callbacks_take_turns_with_tasks") { log in
            callSoon { log("first callback") }
            let awaited = createTask { log("task") }
            callSoon {
                log("second callback")
                callSoon { log("a turn later") }
            }
            log("nothing inside the call")
            try await awaited.value
            log("main goes on")
            try await sleep(.zero)
            let cancelled = callSoon { log("never called") }
            cancelled.cancel()
            let called = callSoon { log("called") }
            try await sleep(.zero)
            called.cancel()
            log(cancelled.cancelled, called.cancelled)
        }
    }

    @Test func aCancelledCallbackLetsGoOfWhatItHolds() async throws {
        let log = try await logOfLoop { log in
            final class Held: Sendable {}
            weak var held: Held?
            var handle: CallbackHandle?
            do {
                let object = Held()
                held = object
                handle = callSoon { log("called", object) }
            }
            log(held == nil, handle?.cancelled == true)
            handle?.cancel()
            log(held == nil, handle?.cancelled == true)
            try await yield()
        }
        #expect(log == ["False False", "True True", "run returned"])
    }

    @Test func anErrorOfACallbackIsReportedAndTheLoopGoesOn() async throws {
        let log = try await logOfLoop { log in
            setExceptionHandler { log($0.message, $0.error) }
            callSoon { throw ValueError("broken") }
            callSoon { log("the next one") }
            try await yield()
        }
        #expect(log == ["a callback failed broken", "the next one", "run returned"])
    }

    @Test func aCallbackSetsAFutureThatIsAwaited() async throws {
        let value = try await onLoop {
            let future = Future<Int>()
            callSoon { try future.setResult(7) }
            return try await future.value
        }
        #expect(value == 7)
    }
}
