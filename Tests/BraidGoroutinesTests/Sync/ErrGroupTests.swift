import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import Testing

@Suite struct ErrGroupTests {
    struct Failure: Error, Equatable {
        let number: Int
    }

    @Test func withoutAnErrorItWaitsForAll() async throws {
        try await forSeeds {
            let (group, ended) = (ErrGroup(), Tally())
            for number in 0..<5 {
                group.go {
                    sleep(.milliseconds(number))
                    ended.add()
                }
            }
            try group.wait()
            #expect(ended.value == 5)
        }
    }

    @Test func theFirstErrorIsThrownAndNoneIsLost() async throws {
        try await forSeeds {
            let group = ErrGroup()
            for number in [3, 1, 2] {
                group.go {
                    sleep(.seconds(number))
                    throw Failure(number: number)
                }
            }
            group.go { sleep(.seconds(60)) }
            #expect(throws: Failure(number: 1)) { try group.wait() }
            #expect(group.errors.map { ($0 as? Failure)?.number } == [1, 2, 3])
        }
    }

    @Test func theFirstErrorCancelsTheContextAndIsItsCause() async throws {
        try await forSeeds {
            let (group, context) = ErrGroup.withContext(.background)
            group.go {
                _ = context.done?.receive()
                try context.check()
            }
            group.go {
                sleep(.seconds(1))
                throw Failure(number: 1)
            }
            #expect(throws: Failure(number: 1)) { try group.wait() }
            #expect(context.cause as? Failure == Failure(number: 1))
            #expect(group.errors.count == 2)
        }
    }

    @Test func theContextEndsWhenWaitReturns() async throws {
        try await forSeeds {
            let (group, context) = ErrGroup.withContext(.background)
            group.go {}
            #expect(context.error == nil)
            try group.wait()
            #expect(context.error == .cancelled)
        }
    }

    @Test func goWaitsForTheLimitAndTryGoDoesNot() async throws {
        try await forSeeds {
            let (group, running) = (ErrGroup(limit: 2), Tally())
            for _ in 0..<6 {
                group.go {
                    #expect(running.add() <= 2)
                    sleep(.seconds(1))
                    running.add(-1)
                }
            }
            #expect(!group.tryGo {})
            try group.wait()
            #expect(group.tryGo {})
            try group.wait()
        }
    }
}

@Suite struct NurseryTests {
    typealias Failure = ErrGroupTests.Failure

    @Test func theScopeDoesNotEndBeforeItsChildren() async throws {
        try await forSeeds {
            let ended = Tally()
            let value = try withGoroutines { nursery in
                for _ in 0..<3 {
                    nursery.go {
                        sleep(.seconds(1))
                        ended.add()
                        nursery.go {
                            sleep(.seconds(1))
                            ended.add()
                        }
                    }
                }
                return "body"
            }
            #expect(value == "body")
            #expect(ended.value == 6)
        }
    }

    @Test func theFirstErrorEndsTheOthersContext() async throws {
        try await forSeeds {
            #expect(throws: Failure(number: 7)) {
                try withGoroutines { nursery in
                    nursery.go { _ = try Channel<Int>().receive(in: nursery.context) }
                    nursery.go {
                        sleep(.seconds(1))
                        throw Failure(number: 7)
                    }
                    _ = try Channel<Int>().receive(in: nursery.context)
                }
            }
        }
    }

    @Test func theBodysErrorEndsTheChildren() async throws {
        try await forSeeds {
            #expect(throws: Failure(number: 7)) {
                try withGoroutines { nursery in
                    nursery.go { _ = try Channel<Int>().receive(in: nursery.context) }
                    sleep(.seconds(1))
                    throw Failure(number: 7)
                }
            }
        }
    }

    @Test func severalErrorsAreThrownTogether() async throws {
        try await forSeeds {
            let error = #expect(throws: GoroutineErrors.self) {
                try withGoroutines { nursery in
                    for number in 1...3 {
                        nursery.go {
                            sleep(.seconds(number))
                            throw Failure(number: number)
                        }
                    }
                }
            }
            #expect(error?.errors.map { ($0 as? Failure)?.number } == [1, 2, 3])
        }
    }

    @Test func anOuterContextEndsTheScope() async throws {
        try await forSeeds {
            let (context, _) = Context.background.withTimeout(.seconds(2))
            #expect(throws: ContextError.deadlineExceeded) {
                try withGoroutines(in: context) { nursery in
                    nursery.go { _ = try Channel<Int>().receive(in: nursery.context) }
                }
            }
        }
    }

    @Test func whatChildrenSayOfTheOuterContextsEndIsSaidOnce() async throws {
        try await forSeeds {
            let (context, _) = Context.background.withTimeout(.seconds(2))
            #expect(throws: ContextError.deadlineExceeded) {
                try withGoroutines(in: context) { nursery in
                    for _ in 0..<3 { nursery.go { try sleep(.seconds(10), in: nursery.context) } }
                }
            }
        }
    }

    @Test func noMoreThanTheLimitRunAtATime() async throws {
        try await forSeeds {
            let running = Tally()
            try withGoroutines(limit: 2) { nursery in
                for _ in 0..<5 {
                    nursery.go {
                        #expect(running.add() <= 2)
                        sleep(.seconds(1))
                        running.add(-1)
                    }
                }
            }
        }
    }
}
