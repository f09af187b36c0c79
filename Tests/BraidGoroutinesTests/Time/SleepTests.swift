import BraidCore
import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import BraidTesting
import Testing

@Suite struct SleepTests {
    @Test func virtualTimePassesExactly() async throws {
        try await onPlainThread {
            let run = try SeededRun(seed: 1) {
                sleep(.seconds(3_600))
                sleep(.nanoseconds(1))
            }
            #expect(run.elapsed == .seconds(3_600) + .nanoseconds(1))
        }
    }

    @Test func sleepersPassTimeTogether() async throws {
        try await onPlainThread {
            let run = try SeededRun(seed: 1) {
                let group = WaitGroup()
                for second in 1...10 { group.go { sleep(.seconds(second)) } }
                group.wait()
            }
            #expect(run.elapsed == .seconds(10))
        }
    }

    @Test func sleepersWakeInTheOrderOfTheirDeadlines() async throws {
        try await forSeeds {
            let (trace, group) = (Trace<Int>(), WaitGroup())
            for delay in [50, 10, 40, 20, 30] {
                group.go {
                    sleep(.milliseconds(delay))
                    trace.add(delay)
                }
            }
            group.wait()
            #expect(trace.events == [10, 20, 30, 40, 50])
        }
    }

    @Test(arguments: [Duration.zero, .nanoseconds(-1), .seconds(-5)])
    func zeroOrLessReturnsAtOnce(duration: Duration) async throws {
        try await onPlainThread {
            sleep(duration)
            let run = try SeededRun(seed: 1) { sleep(duration) }
            #expect(run.elapsed == .zero)
        }
    }

    @Test func isNeverTooShort() async throws {
        try await onPlainThread {
            let clock = ContinuousClock()
            let onThread = clock.now
            sleep(.milliseconds(2))
            #expect(clock.now - onThread >= .milliseconds(2))
            let slept = spawn {
                let start = clock.now
                sleep(.milliseconds(2))
                return clock.now - start
            }
            #expect(slept.join() >= .milliseconds(2))
        }
    }

    @Test func aThousandYearsAreForEver() async throws {
        try await onPlainThread {
            let run = try SeededRun(seed: 1) {
                go { sleep(.seconds(1_000 * 366 * 86_400)) }
                sleep(.seconds(1))
            }
            #expect(run.stranded.count == 1)
            #expect(run.elapsed == .seconds(1))
        }
    }

    @Test func aContextEndsASleep() async throws {
        try await forSeeds {
            let (context, cancel) = Context.background.withCancel()
            let start = Goroutine.Instant.now
            try sleep(.seconds(1), in: context)
            try sleep(.zero, in: context)
            #expect(start.duration(to: .now) == .seconds(1))
            go {
                sleep(.seconds(1))
                cancel()
            }
            #expect(throws: ContextError.cancelled) { try sleep(.seconds(5), in: context) }
            #expect(start.duration(to: .now) == .seconds(2))
            #expect(throws: ContextError.cancelled) { try sleep(.zero, in: context) }
        }
    }
}
