import BraidPromises
import BraidTestSeeds
import BraidTesting
import Testing

@Suite struct TimerTests {
    @Test func microtasksRunAfterEveryTimerNotAfterABatch() async throws {
        let lines = try await logged { log in
            for number in 1...3 {
                setTimeout(.seconds(1)) {
                    log("timer", number)
                    queueMicrotask { log("microtask", number) }
                    Promise.resolve().then { log("reaction", number) }
                }
            }
        }
        #expect(lines == (1...3).flatMap { ["timer \($0)", "microtask \($0)", "reaction \($0)"] })
    }

    @Test func queueMicrotaskIsInOrderWithReactions() async throws {
        let lines = try await logged { log in
            let settled = Promise.resolve()
            settled.then { log(1) }
            queueMicrotask { log(2) }
            settled.then { log(3) }
            queueMicrotask { log(4) }
        }
        #expect(lines == ["1", "2", "3", "4"])
    }

    @Test func aSiblingThatIsDueCanBeCleared() async throws {
        let lines = try await logged { log in
            let sibling = Variable<Timeout>()
            setTimeout(.seconds(1)) {
                log("first")
                clearTimeout(sibling.value)
            }
            sibling.value = setTimeout(.seconds(1)) { log("never") }
        }
        #expect(lines == ["first"])
    }

    @Test func clearTimeoutStopsAnIntervalAndClearIntervalATimeout() async throws {
        let lines = try await logged { log in
            let interval = setInterval(.seconds(1)) { log("interval") }
            setTimeout(.milliseconds(2_500)) { clearTimeout(interval) }
            clearInterval(setTimeout(.seconds(1)) { log("never") })
        }
        #expect(lines == ["interval", "interval"])
    }

    @Test func anIntervalMayClearItself() async throws {
        let lines = try await logged { log in
            let (interval, count) = (Variable<Timeout>(), Variable(0))
            interval.value = setInterval {
                count.value = try count.get() + 1
                log(try count.get())
                if count.value == 3 { clearInterval(interval.value) }
            }
        }
        #expect(lines == ["1", "2", "3"])
    }

    @Test func equalTimeoutsFireInTheOrderSetAndZeroIsOneMillisecond() async throws {
        let lines = try await logged { log in
            setTimeout(.milliseconds(1)) { log("1 ms") }
            setTimeout(.zero) { log("0 ms") }
            setTimeout(.seconds(-1)) { log("negative") }
            setTimeout(.milliseconds(1)) { log("1 ms again") }
            queueMicrotask { log("microtask") }
        }
        #expect(lines == ["microtask", "1 ms", "0 ms", "negative", "1 ms again"])
    }

    @Test func clearingTwiceOrTooLateDoesNothing() async throws {
        let lines = try await logged { log in
            let timeout = setTimeout { log("fired") }
            setTimeout(.seconds(1)) {
                clearTimeout(timeout)
                clearTimeout(timeout)
            }
            let immediate = setImmediate { log("immediate") }
            setTimeout(.seconds(1)) { clearImmediate(immediate) }
        }
        #expect(lines == ["immediate", "fired"])
    }

    @Test func aTimerSetIsWaitedForHoweverLong() async throws {
        let elapsed = try await onPlainThread {
            try SeededRun(seed: 1) {
                try EventLoop.runUntilIdle { setTimeout(.seconds(3600)) {} }
            }.elapsed
        }
        #expect(elapsed == .seconds(3600))
    }

    @Test func anErrorOfACallbackEndsTheLoop() async throws {
        for set: @Sendable (@escaping @Sendable () throws -> Void) -> Void in [
            { setTimeout(.seconds(1), $0) }, { setInterval(.seconds(1), $0) }, { setImmediate($0) },
            { queueMicrotask($0) },
        ] {
            try await forSeeds(20) {
                let log = Log()
                #expect(throws: Reason("uncaught")) {
                    try EventLoop.runUntilIdle {
                        set { throw Reason("uncaught") }
                        setTimeout(.seconds(2)) { log("never") }
                    }
                }
                #expect(log.lines.isEmpty)
            }
        }
    }
}
