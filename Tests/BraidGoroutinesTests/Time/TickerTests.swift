import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import BraidTesting
import Testing

@Suite struct TickerTests {
    @Test func ticksOncePerPeriod() async throws {
        try await forSeeds {
            let start = Goroutine.Instant.now
            let ticker = Ticker(.seconds(2))
            for tick in 1...5 {
                #expect(ticker.receiving.receive() == start.advanced(by: .seconds(2 * tick)))
            }
        }
    }

    @Test func aSlowReceiverMissesTicksInsteadOfQueueingThem() async throws {
        try await forSeeds {
            let start = Goroutine.Instant.now
            let ticker = Ticker(.seconds(1))
            sleep(.milliseconds(4_500))
            #expect(ticker.receiving.receive() == start.advanced(by: .seconds(1)), "the first one waited")
            #expect(ticker.receiving.tryReceive() == nil)
            #expect(ticker.receiving.receive() == start.advanced(by: .seconds(5)), "and the rhythm goes on")
        }
    }

    @Test func afterStopNoTickComesAndNoneWasLeft() async throws {
        try await forSeeds {
            let ticker = Ticker(.seconds(1))
            sleep(.milliseconds(1_500))
            ticker.stop()
            #expect(ticker.receiving.tryReceive() == nil)
            sleep(.seconds(5))
            #expect(ticker.receiving.tryReceive() == nil)
        }
    }

    @Test func resetStartsAgainWithAnotherPeriod() async throws {
        try await forSeeds {
            let start = Goroutine.Instant.now
            let ticker = Ticker(.seconds(1))
            sleep(.milliseconds(1_500))
            ticker.reset(.seconds(3))
            #expect(ticker.receiving.receive() == start.advanced(by: .milliseconds(4_500)))
            #expect(ticker.receiving.receive() == start.advanced(by: .milliseconds(7_500)))
        }
    }

    @Test func itStopsWhenNobodyHoldsIt() async throws {
        try await onPlainThread {
            let run = try SeededRun(seed: 1) {
                let ticks = { Ticker(.seconds(1)).receiving }()
                #expect(throws: ContextError.deadlineExceeded) { try ticks.receive(within: .seconds(60)) }
            }
            #expect(run.stranded.isEmpty)
        }
    }

    @Test func aPeriodOfZeroStopsTheProgram() async {
        let death = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Ticker(.zero)
        }
        #expect(death?.standardErrorContent.says("a ticker's period must be more than zero") == true)
    }

    @Test func resettingToAPeriodOfZeroOrLessStopsTheProgram() async {
        let death = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            Ticker(.seconds(1)).reset(.zero)
        }
        #expect(death?.standardErrorContent.says("a ticker's period must be more than zero") == true)
        let negative = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            Ticker(.seconds(1)).reset(.seconds(-1))
        }
        #expect(negative?.standardErrorContent.says("a ticker's period must be more than zero") == true)
    }
}
