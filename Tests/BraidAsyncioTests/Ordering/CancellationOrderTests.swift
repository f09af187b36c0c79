import BraidAsyncio
import BraidCore
import Testing

@Suite struct CancellationOrderTests {
    @Test func cancelledBeforeItsFirstStepTheBodyNeverRuns() async throws {
        try await expectTheLogOfCPython("cancelled_before_its_first_step") { log in
            let task = createTask { log("never printed") }
            task.addDoneCallback { log("callback", $0.cancelled) }
            log(task.cancel(), task.cancelled, task.cancelling)
            try await sleep(.zero)
            log("after one turn", task.cancelled)
            try await sleep(.zero)
            log("after two turns", task.cancel())
            do { try await task.value } catch is CancellationError { log("cancelled") }
        }
    }

    @Test func aTaskThatSwallowsItsCancellationIsNotCancelled() async throws {
        try await expectTheLogOfCPython("a_swallowed_cancellation") { log in
            let task = createTask {
                for attempt in 0..<2 {
                    do { try await sleep(.seconds(10)) } catch is CancellationError {
                        log("swallowed", attempt, LoopTask.current?.cancelling ?? -1)
                    }
                }
                try await sleep(.zero)
                return "result"
            }
            try await sleep(.zero)
            log(task.cancel(), task.cancel())
            try await sleep(.zero)
            log("between", task.done, task.cancelling)
            task.cancel()
            log(try await task.value, task.cancelled, task.cancelling)
        }
    }

    @Test func aRequestIsNotLostIfItsFutureEndsInTheSameTurn() async throws {
        try await expectTheLogOfCPython("cancelled_after_its_future_has_ended") { log in
            let future = Future<Int>()
            let task = createTask {
                do { log("has", try await future.value) } catch {
                    log("cancelled although the future has", try future.result())
                    throw error
                }
            }
            try await sleep(.zero)
            try future.setResult(1)
            log("cancel", task.cancel())
            _ = try await wait([task])
            log(task.cancelled, future.cancelled)
        }
    }

    @Test func aTaskThatCancelsItselfIsThrownAtItsNextSuspension() async throws {
        try await expectTheLogOfCPython("a_task_cancels_itself") { log in
            @Sendable func selfish(_ awaits: Bool) async throws -> String {
                LoopTask.current?.cancel()
                log("still running")
                if awaits {
                    let done = Future<Void>()
                    try done.setResult(())
                    try await done.value
                    log("a finished future does not throw")
                    do { try await sleep(.zero) } catch { log("thrown once") }
                    try await sleep(.zero)
                    log("and not again")
                }
                return "returned"
            }
            for awaits in [true, false] {
                let task = createTask { try await selfish(awaits) }
                _ = try await wait([task])
                log(task.cancelled, task.cancelled ? "None" : try task.result())
            }
        }
    }

    @Test func aSecondRequestInterruptsTheCleanUp() async throws {
        try await expectTheLogOfCPython("a_second_request_during_clean_up") { log in
            let task = createTask {
                do { try await sleep(.seconds(10)) } catch {
                    log("cleans up")
                    do { try await sleep(.seconds(10)) } catch {
                        log("clean-up interrupted")
                        try await sleep(.zero)
                        log("really ends")
                        throw error
                    }
                }
            }
            try await sleep(.zero)
            task.cancel()
            try await sleep(.zero)
            try await sleep(.zero)
            log("again", task.cancel())
            do { try await task.value } catch { log("ended", task.cancelled, task.cancelling) }
        }
    }

    @Test func cancellingGoesDownAChainAndComesUpAgain() async throws {
        try await expectTheLogOfCPython("cancelling_goes_down_a_chain") { log in
            @Sendable func link(_ name: String, _ inner: Future<Void>) async throws {
                defer { log(name, "ends") }
                do { try await inner.value } catch {
                    log(name, "cancelled")
                    throw error
                }
            }
            let future = Future<Void>()
            let a = createTask { try await link("a", future) }
            let b = createTask { try await link("b", a) }
            let c = createTask { try await link("c", b) }
            try await sleep(.zero)
            c.cancel()
            log("asked", future.cancelled, a.cancelled, b.cancelled)
            for turn in 0..<4 {
                try await sleep(.zero)
                log("turn", turn, a.cancelled, b.cancelled, c.cancelled)
            }
        }
    }

    @Test func nestedTimeoutsEachConvertTheirOwn() async throws {
        @Sendable func attempt(_ log: Log, _ outer: Duration, _ inner: Duration) async throws {
            do {
                try await timeout(outer) { _ in
                    do {
                        try await timeout(inner) { _ in try await sleep(.seconds(10)) }
                    } catch is TimeoutError {
                        log("inner timeout")
                        try await sleep(.seconds(10))
                    }
                }
            } catch is TimeoutError {
                log("outer timeout", LoopTask.current?.cancelling ?? -1)
            }
            try await sleep(.zero)
            log("goes on")
        }
        try await expectTheLogOfCPython("nested_timeouts") { log in
            try await attempt(log, .milliseconds(30), .milliseconds(10))
            try await attempt(log, .milliseconds(10), .milliseconds(30))
            let task = createTask { try await attempt(log, .seconds(10), .seconds(20)) }
            try await sleep(.zero)
            task.cancel()
            _ = try await wait([task])
            log("cancelled from outside", task.cancelled)
            try await timeout(.seconds(10)) { scope in log(scope.expired) }
            let holder = Holder<TimeoutScope>()
            do {
                try await timeout(.seconds(10)) { scope in
                    holder.value = scope
                    scope.reschedule(.zero)
                    try await sleep(.seconds(20))
                }
            } catch is TimeoutError {
                log("rescheduled", holder.value?.expired ?? false)
            }
        }
    }
}
