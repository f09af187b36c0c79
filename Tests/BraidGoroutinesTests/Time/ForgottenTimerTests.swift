import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import BraidTesting
import Testing

/// Timers that nobody can receive from any more are let go of, and have no say in whether time passes.
@Suite struct ForgottenTimerTests {
    @Test func aChannelOfAfterThatNobodyHoldsDoesNotKeepTimeGoing() async throws {
        try await onPlainThread {
            let run = try SeededRun(seed: 1) {
                for _ in 0..<1_000 { _ = after(.seconds(3_600)) }
                _ = Goroutine.Timer(.seconds(3_600))
                sleep(.seconds(1))
                _ = Channel<Int>().receive()
            }
            #expect(!run.didEnd, "nobody can go on")
            #expect(run.elapsed == .seconds(1), "and this is seen at once")
        }
    }

    @Test func itIsReleasedAtOnce() async throws {
        try await bothWays {
            weak var timer: Goroutine.Timer?
            do {
                let held = Goroutine.Timer(.seconds(3_600))
                timer = held
                #expect(timer != nil)
                withExtendedLifetime(held) {}
            }
            #expect(timer == nil)
        }
    }

    @Test func itsChannelAloneKeepsItGoing() async throws {
        try await forSeeds {
            let times = { Goroutine.Timer(.seconds(5)).receiving }()
            let start = Goroutine.Instant.now
            #expect(times.receive() == start.advanced(by: .seconds(5)))
        }
    }

    @Test func aFunctionIsRunWhoeverHoldsItsTimer() async throws {
        try await forSeeds {
            let ran = Flag()
            afterFunc(.seconds(5)) { ran.raise() }
            sleep(.seconds(6))
            #expect(ran.isRaised)
        }
    }

    /// At the moment of the expiry, whichever of the two comes first.
    @Test func oneThatIsForgottenWhenItFiresDoesNoHarm() async throws {
        try await bothWays {
            let group = WaitGroup()
            for round in 0..<(isSeeded ? 5 : 500) {
                let times = after(.microseconds(round % 5))
                group.go {
                    sleep(.microseconds(round % 7))
                    _ = times.tryReceive()
                }
            }
            group.wait()
        }
    }

    @Test func aTickerThatIsForgottenWhenItTicksDoesNoHarm() async throws {
        try await bothWays {
            let group = WaitGroup()
            for round in 0..<(isSeeded ? 5 : 500) {
                group.go {
                    let ticker = Ticker(.microseconds(1 + round % 5))
                    sleep(.microseconds(round % 20))
                    withExtendedLifetime(ticker) {}
                }
            }
            group.wait()
        }
    }

    /// Go's `len` and `cap` of a timer's channel: whether it has fired is found out by receiving.
    @Test func theChannelOfATimerAndATickerShowsNoBuffer() async throws {
        try await forSeeds {
            let (timer, ticker) = (Goroutine.Timer(.seconds(1)), Ticker(.seconds(1)))
            for times in [timer.receiving, ticker.receiving, after(.seconds(1))] {
                #expect(times.count == 0 && times.capacity == 0)
            }
            sleep(.seconds(2))
            for times in [timer.receiving, ticker.receiving] {
                #expect(times.count == 0 && times.capacity == 0)
                #expect(times.tryReceive() != nil)
            }
        }
    }
}
