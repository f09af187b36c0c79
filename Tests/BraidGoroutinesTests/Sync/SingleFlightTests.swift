import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import Testing

@Suite struct SingleFlightTests {
    struct Refused: Error {}

    @Test func thoseWhoAskTogetherShareOneCall() async throws {
        try await forSeeds {
            let (flights, ran, group) = (SingleFlight<String, Int>(), Tally(), WaitGroup())
            for _ in 0..<5 {
                group.go {
                    let (value, isShared) = try flights.run("key") {
                        sleep(.seconds(1))
                        return ran.add()
                    }
                    #expect(value == 1 && isShared)
                }
            }
            group.wait()
            let (value, isShared) = try flights.run("key") { ran.add() }
            #expect(value == 2 && !isShared, "results are not kept")
        }
    }

    @Test func differentKeysAreDifferentCalls() async throws {
        try await forSeeds {
            let (flights, group) = (SingleFlight<Int, Int>(), WaitGroup())
            for key in 0..<5 {
                group.go {
                    let (value, isShared) = try flights.run(key) {
                        sleep(.seconds(1))
                        return key
                    }
                    #expect(value == key && !isShared)
                }
            }
            group.wait()
        }
    }

    @Test func anErrorIsShared() async throws {
        try await forSeeds {
            let (flights, ran, group) = (SingleFlight<Int, Int>(), Tally(), WaitGroup())
            for _ in 0..<3 {
                group.go {
                    #expect(throws: Refused.self) {
                        try flights.run(1) {
                            sleep(.seconds(1))
                            ran.add()
                            throw Refused()
                        }
                    }
                }
            }
            group.wait()
            #expect(ran.value == 1)
        }
    }

    @Test func whoHasGivenUpWaitingIsNobodyWhoGotTheValue() async throws {
        try await forSeeds {
            let flights = SingleFlight<Int, Int>()
            let first = spawn { () throws(any Error) in
                try flights.run(1) {
                    sleep(.seconds(10))
                    return 1
                }.isShared
            }
            sleep(.seconds(1))
            #expect(throws: ContextError.deadlineExceeded) { try flights.run(1, within: .seconds(1)) { 2 } }
            let isShared = try first.join()
            #expect(!isShared)
        }
    }

    @Test func afterForgetAnotherCallBegins() async throws {
        try await forSeeds {
            let flights = SingleFlight<Int, Int>()
            let first = spawn { () throws(any Error) in
                try flights.run(1) {
                    sleep(.seconds(10))
                    return 1
                }.value
            }
            sleep(.seconds(1))
            flights.forget(1)
            let second = spawn { () throws(any Error) in
                try flights.run(1) {
                    sleep(.seconds(20))
                    return 2
                }.value
            }
            try #expect(first.join() == 1)
            let (third, isShared) = try flights.run(1) { 3 }
            #expect(third == 2 && isShared, "the end of the first does not end the second")
            try #expect(second.join() == 2)
        }
    }

    /// As in Go. None of them has an error that nobody caught, which would end the program.
    @Test func aGoroutineThatLeavesItsCallTakesThoseWithItWhoShareIt() async throws {
        try await forSeeds {
            let (flights, group, went) = (SingleFlight<Int, Int>(), WaitGroup(), Tally())
            for _ in 0..<4 {
                group.go {
                    defer { went.add() }
                    _ = try? flights.run(2) { 1 }
                    _ = try flights.run(1) {
                        sleep(.seconds(1))
                        try Goroutine.exit()
                    }
                    Issue.record("it goes on")
                }
            }
            group.wait()
            #expect(went.value == 4)
        }
    }
}
