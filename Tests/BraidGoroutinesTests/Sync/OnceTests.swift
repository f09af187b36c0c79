import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import Testing

@Suite struct OnceTests {
    struct Refused: Error, Equatable {
        var attempt = 0
    }

    @Test func runsOnceAndOthersWaitForItsEnd() async throws {
        try await forSeeds {
            let (once, group, ran) = (Sync.Once(), WaitGroup(), Tally())
            for _ in 0..<5 {
                group.go {
                    once.run {
                        sleep(.seconds(1))
                        ran.add()
                    }
                    #expect(ran.value == 1, "nobody returns before it has run")
                }
            }
            group.wait()
            #expect(ran.value == 1)
        }
    }

    @Test func aBodyThatFailedStillCountsAsDone() async throws {
        try await bothWays {
            let (once, ran) = (Sync.Once(), Tally())
            let attempt = { () throws(Refused) in
                try once.run { () throws(Refused) in throw Refused(attempt: ran.add()) }
            }
            #expect(caught(attempt) == Refused(attempt: 1))
            #expect(caught(attempt) == nil)
            #expect(ran.value == 1)
        }
    }

    @Test func onceValueReturnsTheSameValue() async throws {
        try await forSeeds {
            let (ran, group) = (Tally(), WaitGroup())
            let value = Sync.onceValue {
                sleep(.seconds(1))
                return ran.add()
            }
            for _ in 0..<5 { group.go { #expect(value() == 1) } }
            group.wait()
        }
    }

    @Test func onceValueThrowsTheFirstErrorEachTime() async throws {
        try await bothWays {
            let ran = Tally()
            let value = Sync.onceValue { () throws(Refused) -> Int in throw Refused(attempt: ran.add()) }
            for _ in 0..<3 {
                #expect(caught { () throws(Refused) in _ = try value() } == Refused(attempt: 1))
            }
        }
    }

    @Test func onceValueLetsGoOfWhatItsBodyCaptured() async throws {
        let census = Census()
        try await bothWays {
            let value = Sync.onceValue { [citizen = census.citizen(4)] in citizen.number }
            #expect(census.living == 1)
            #expect(value() == 4)
            #expect(census.living == 0)
            #expect(value() == 4)
        }
    }
}
