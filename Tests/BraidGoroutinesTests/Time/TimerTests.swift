import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import BraidTesting
import Testing

@Suite struct TimerTests {
    @Test func afterGivesTheTimeOnce() async throws {
        try await onPlainThread {
            let run = try SeededRun(seed: 1) {
                let start = Goroutine.Instant.now
                let channel = after(.seconds(3))
                #expect(channel.receive() == start.advanced(by: .seconds(3)))
                sleep(.seconds(10))
                #expect(channel.tryReceive() == nil)
            }
            #expect(run.elapsed == .seconds(13))
        }
    }

    @Test func stopAfterAnUnreadExpiryReturnsTrueAndNoStaleValueIsEverReceived() async throws {
        try await forSeeds {
            let timer = Goroutine.Timer(.seconds(1))
            sleep(.seconds(2))
            #expect(timer.stop())
            #expect(timer.receiving.tryReceive() == nil)
            #expect(!timer.stop())
            sleep(.seconds(2))
            #expect(timer.receiving.tryReceive() == nil)
        }
    }

    @Test func resetAfterAnUnreadExpiryReturnsTrueAndNoStaleValueIsEverReceived() async throws {
        try await forSeeds {
            let start = Goroutine.Instant.now
            let timer = Goroutine.Timer(.seconds(1))
            sleep(.seconds(2))
            #expect(timer.reset(.seconds(5)))
            #expect(timer.receiving.receive() == start.advanced(by: .seconds(7)))
            #expect(!timer.reset(.seconds(1)))
            #expect(timer.receiving.receive() == start.advanced(by: .seconds(8)))
        }
    }

    @Test func stoppingBeforeTheExpiryReturnsTrue() async throws {
        try await forSeeds {
            let timer = Goroutine.Timer(.seconds(1))
            #expect(timer.stop())
            #expect(!timer.stop())
            #expect(!timer.reset(.seconds(1)))
            #expect(timer.receiving.receive() != nil)
        }
    }

    /// At the moment of the expiry, whichever of the two comes first.
    @Test func stopAtTheMomentOfTheExpiryLeavesNothingBehind() async throws {
        try await forSeeds(200) {
            let timer = Goroutine.Timer(.seconds(1))
            sleep(.seconds(1))
            _ = timer.stop()
            sleep(.seconds(1))
            #expect(timer.receiving.tryReceive() == nil)
        }
    }

    @Test func afterFuncRunsAndStopTellsWhetherItWill() async throws {
        try await forSeeds {
            let ran = Tally()
            let timer = afterFunc(.seconds(1)) { ran.add() }
            sleep(.seconds(2))
            #expect(ran.value == 1)
            #expect(!timer.stop())
            #expect(!timer.reset(.seconds(1)))
            sleep(.seconds(2))
            #expect(ran.value == 2)
            timer.reset(.seconds(1))
            #expect(timer.stop())
            sleep(.seconds(2))
            #expect(ran.value == 2)
        }
    }

    @Test func aDurationOfZeroOrLessFiresAtOnce() async throws {
        try await onPlainThread {
            let run = try SeededRun(seed: 1) {
                #expect(after(.zero).receive() != nil)
                #expect(after(.seconds(-1)).receive() != nil)
            }
            #expect(run.elapsed == .zero)
        }
    }

    @Test func plainThreadsAndRealTime() async throws {
        try await onPlainThread {
            let start = Goroutine.Instant.now
            guard let fired = after(.milliseconds(2)).receive() else {
                Issue.record("the channel of a timer is never closed")
                return
            }
            #expect(start.duration(to: fired) >= .milliseconds(2))
        }
    }

    @Test func aStoppedFunctionIsReleasedAtOnce() async throws {
        let census = Census()
        try await forSeeds {
            let timer = afterFunc(.seconds(60)) { [citizen = census.citizen()] in
                withExtendedLifetime(citizen) {}
            }
            timer.stop()
        }
        #expect(census.living == 0)
    }

    @Test func instantsCount() async throws {
        try await forSeeds {
            sleep(.seconds(5))
            let now = Goroutine.Instant.now
            #expect(now.advanced(by: .seconds(-2)).duration(to: now) == .seconds(2))
            #expect(now.duration(to: now.advanced(by: .seconds(-2))) == .seconds(-2))
            #expect(now.advanced(by: .seconds(1)) > now)
            let clocksStart = now.advanced(by: .seconds(-1_000_000_000))
            #expect("\(now)" == "\(clocksStart.duration(to: now))")
        }
    }
}
