import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import BraidTesting
import Testing

@Suite struct TimerRaceTests {
    /// Stop says true, and the function never runs; or false, and it runs once.
    @Test func stopTellsTheTruthAboutAFunction() async throws {
        try await bothWays {
            let rounds = isSeeded ? 20 : 200
            let (stopped, ran, group) = (Tally(), Tally(), WaitGroup())
            for _ in 0..<4 {
                group.go {
                    for round in 0..<rounds {
                        let timer = afterFunc(.microseconds(round % 8)) { ran.add() }
                        if round % 3 == 0 { Goroutine.yield() }
                        if round % 3 == 1 { sleep(.microseconds(round % 8)) }
                        if timer.stop() { stopped.add() }
                    }
                }
            }
            group.wait()
            while ran.value < 4 * rounds - stopped.value { sleep(.milliseconds(1)) }
            sleep(.milliseconds(1))
            #expect(ran.value == 4 * rounds - stopped.value)
        }
    }

    /// As often as a reset says that it has put off a run that was due, so often the function does not run.
    @Test func resetTellsTheTruthAboutAFunction() async throws {
        try await bothWays {
            let (ran, rounds) = (Tally(), isSeeded ? 40 : 400)
            var putOff = 0
            for round in 0..<rounds {
                let timer = afterFunc(.microseconds(round % 6)) { ran.add() }
                if round % 2 == 0 { Goroutine.yield() }
                if round % 4 == 1 { sleep(.microseconds(round % 6)) }
                if timer.reset(.microseconds(1)) { putOff += 1 }
            }
            while ran.value < 2 * rounds - putOff { sleep(.milliseconds(1)) }
            sleep(.milliseconds(1))
            #expect(ran.value == 2 * rounds - putOff)
        }
    }

    @Test func aTimerThatIsResetToAnEarlierTimeFiresThen() async throws {
        try await forSeeds {
            let (late, start) = (Goroutine.Timer(.seconds(3_600)), Goroutine.Instant.now)
            let between = Goroutine.Timer(.seconds(60))
            sleep(.seconds(1))
            #expect(late.reset(.seconds(5)))
            #expect(late.receiving.receive() == start.advanced(by: .seconds(6)))
            #expect(between.receiving.receive() == start.advanced(by: .seconds(60)))
        }
    }

    /// Timers stopped and set again at random fire in the order of their last times.
    @Test func timersThatAreSetAgainFireInTheOrderOfTheirNewTimes() async throws {
        try await forSeeds {
            let (trace, group) = (Trace<Int>(), WaitGroup())
            var timers: [Goroutine.Timer] = []
            for number in 0..<30 {
                group.add()
                timers.append(
                    afterFunc(.seconds(1_000 + number)) {
                        trace.add(number)
                        group.done()
                    })
            }
            for (number, timer) in timers.enumerated() {
                if number % 3 == 0 { #expect(timer.stop()) }
                _ = timer.reset(.seconds(100 + (number * 7) % 30))
            }
            group.wait()
            #expect(trace.events == (0..<30).sorted { ($0 * 7) % 30 < ($1 * 7) % 30 })
        }
    }

    /// The value of `after` is the time that was asked for, however late it is read.
    @Test func theTimeThatIsReceivedIsThatOfTheExpiry() async throws {
        try await forSeeds {
            let start = Goroutine.Instant.now
            let channel = after(.milliseconds(10))
            sleep(.milliseconds(500))
            #expect(channel.receive() == start.advanced(by: .milliseconds(10)))
        }
    }

    @Test func sleepersOfNoTimeDoNotStopTheOthers() async throws {
        try await bothWays(5) {
            let group = WaitGroup()
            for _ in 0..<50 { group.go { for _ in 0..<100 { sleep(.nanoseconds(1)) } } }
            group.wait()
        }
    }

    @Test func tickersComeAndGoOnRealThreads() async throws {
        try await onPlainThread {
            let group = WaitGroup()
            for lane in 0..<8 {
                group.go {
                    for round in 0..<20 {
                        let ticker = Ticker(.microseconds(20 + lane))
                        if round % 2 == 0 { _ = ticker.receiving.receive() }
                        ticker.reset(.microseconds(10))
                        _ = ticker.receiving.receive()
                        ticker.stop()
                        #expect(ticker.receiving.tryReceive() == nil)
                    }
                }
            }
            group.wait()
        }
    }

    /// Somebody receives already, while the timer is stopped and set again.
    @Test func whoReceivesAlreadyIsGivenTheTimeThatWasSetLast() async throws {
        try await forSeeds {
            let (timer, start) = (Goroutine.Timer(.seconds(5)), Goroutine.Instant.now)
            let received = spawn { timer.receiving.receive() }
            sleep(.seconds(1))
            #expect(timer.stop())
            sleep(.seconds(10))
            #expect(!timer.reset(.seconds(3)))
            #expect(timer.reset(.seconds(4)))
            #expect(received.join() == start.advanced(by: .seconds(15)))
        }
    }
}
