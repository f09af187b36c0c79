import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import Testing

@Suite struct GroupDeadlineTests {
    private struct Refused: Error {}

    @Test func anErrGroupIsWaitedForNoLongerThanItsDeadlineOrContext() async throws {
        try await forSeeds {
            let (group, gate) = (ErrGroup(), Channel<Void>())
            let (context, cancel) = Context.background.withCancel()
            group.go {
                _ = gate.receive()
                throw Refused()
            }
            #expect(throws: ContextError.deadlineExceeded) { try group.wait(within: .seconds(1)) }
            go {
                sleep(.seconds(1))
                cancel()
            }
            #expect(throws: ContextError.cancelled) { try group.wait(in: context) }
            try gate.close()
            #expect(throws: Refused.self) { try group.wait(in: .background) }
            #expect(throws: Refused.self) { try group.wait(within: .zero) }
        }
    }

    @Test func aFullErrGroupIsWaitedForNoLongerThanADeadlineOrContext() async throws {
        try await forSeeds {
            let (group, gate, begun) = (ErrGroup(limit: 1), Channel<Void>(), Tally())
            let (context, cancel) = Context.background.withCancel()
            group.go { _ = gate.receive() }
            #expect(throws: ContextError.deadlineExceeded) {
                try group.go(within: .seconds(1)) { begun.add() }
            }
            go {
                sleep(.seconds(1))
                cancel()
            }
            #expect(throws: ContextError.cancelled) { try group.go(in: context) { begun.add() } }
            try gate.close()
            try group.wait()
            #expect(begun.value == 0)
            #expect(throws: ContextError.cancelled) { try group.go(in: context) { begun.add() } }
            try group.go(within: .seconds(1)) { begun.add() }
            try group.go(in: .background) { begun.add() }
            try group.wait()
            #expect(begun.value == 2)
        }
    }

    @Test func aGoroutineIsJoinedNoLaterThanADeadlineOrContext() async throws {
        try await forSeeds {
            let gate = Channel<Int>()
            let (context, cancel) = Context.background.withCancel()
            let spawned = spawn { gate.receive() }
            #expect(throws: ContextError.deadlineExceeded) { try spawned.join(within: .seconds(1)) }
            go {
                sleep(.seconds(1))
                cancel()
            }
            #expect(throws: ContextError.cancelled) { try spawned.join(in: context) }
            try gate.send(7)
            try #expect(spawned.join(in: .background) == 7)
            try #expect(spawned.join(within: .zero) == 7)
            #expect(throws: ContextError.cancelled) { try spawned.join(in: context) }
        }
    }

    @Test func aJoinWithADeadlineThrowsWhatTheBodyThrows() async throws {
        try await forSeeds {
            let spawned: Spawned<Int, any Error> = spawn { () throws(any Error) in throw Refused() }
            #expect(throws: Refused.self) { try spawned.join(within: .seconds(1)) }
            #expect(throws: Refused.self) { try spawned.join(in: .background) }
        }
    }

    @Test func somebodyElsesCallIsWaitedForNoLongerThanADeadlineOrContext() async throws {
        try await forSeeds {
            let (flights, group, gate) = (SingleFlight<String, Int>(), WaitGroup(), Channel<Int>())
            let (context, cancel) = Context.background.withCancel()
            group.go { try #expect(flights.run("key") { gate.receive() ?? 0 }.value == 7) }
            sleep(.seconds(1))
            #expect(throws: ContextError.deadlineExceeded) {
                try flights.run("key", within: .seconds(1)) { 0 }
            }
            go {
                sleep(.seconds(1))
                cancel()
            }
            #expect(throws: ContextError.cancelled) { try flights.run("key", in: context) { 0 } }
            group.go { try #expect(flights.run("key", within: .seconds(5)) { 0 } == (7, true)) }
            sleep(.seconds(1))
            try gate.send(7)
            group.wait()
            try #expect(flights.run("key", in: .background) { 8 } == (8, false))
        }
    }

    @Test func somebodyElsesRunOfAOnceIsWaitedForNoLongerThanADeadlineOrContext() async throws {
        try await forSeeds {
            let (once, group, gate, ran) = (Sync.Once(), WaitGroup(), Channel<Void>(), Tally())
            let (context, cancel) = Context.background.withCancel()
            group.go { once.run { _ = gate.receive() } }
            sleep(.seconds(1))
            #expect(throws: ContextError.deadlineExceeded) {
                try once.run(within: .seconds(1)) { ran.add() }
            }
            go {
                sleep(.seconds(1))
                cancel()
            }
            #expect(throws: ContextError.cancelled) { try once.run(in: context) { ran.add() } }
            try gate.close()
            group.wait()
            try once.run(within: .zero) { ran.add() }
            try once.run(in: .background) { ran.add() }
            #expect(ran.value == 0)
        }
    }

    @Test func somebodyElsesRunOfAnOnceValueIsWaitedForNoLongerThanADeadlineOrContext() async throws {
        try await forSeeds {
            let (group, gate) = (WaitGroup(), Channel<Int>())
            let (context, cancel) = Context.background.withCancel()
            let value = Sync.onceValue { gate.receive() }
            group.go { #expect(value() == 7) }
            sleep(.seconds(1))
            #expect(throws: ContextError.deadlineExceeded) { try value(within: .seconds(1)) }
            go {
                sleep(.seconds(1))
                cancel()
            }
            #expect(throws: ContextError.cancelled) { try value(in: context) }
            group.go { try #expect(value(within: .seconds(5)) == 7) }
            sleep(.seconds(1))
            try gate.send(7)
            group.wait()
            try #expect(value(in: .background) == 7)
            try #expect(value(within: .zero) == 7)
        }
    }

    @Test func anOnceValueWithADeadlineThrowsWhatItsBodyThrows() async throws {
        try await forSeeds {
            let value = Sync.onceValue { () throws(Refused) -> Int in throw Refused() }
            #expect(throws: Refused.self) { try value(within: .seconds(1)) }
            #expect(throws: Refused.self) { try value(in: .background) }
        }
    }

    @Test func aFullNurseryIsWaitedForNoLongerThanADeadlineOrContext() async throws {
        try await forSeeds {
            let (gate, begun) = (Channel<Void>(), Tally())
            let (context, cancel) = Context.background.withCancel()
            try withGoroutines(limit: 1) { nursery in
                nursery.go { _ = gate.receive() }
                #expect(throws: ContextError.deadlineExceeded) {
                    try nursery.go(within: .seconds(1)) { begun.add() }
                }
                go {
                    sleep(.seconds(1))
                    cancel()
                }
                #expect(throws: ContextError.cancelled) { try nursery.go(in: context) { begun.add() } }
                #expect(begun.value == 0)
                try gate.close()
                try nursery.go(within: .seconds(1)) { begun.add() }
                try nursery.go(in: nursery.context) { begun.add() }
            }
            #expect(begun.value == 2)
        }
    }

    /// Its own context ends with the first error, while others go on.
    @Test func whoWaitsForAnErrGroupInItsContextHearsOfTheErrorThatEndedIt() async throws {
        try await forSeeds {
            let (group, context) = ErrGroup.withContext(.background)
            let gate = Channel<Void>()
            group.go { _ = gate.receive() }
            group.go {
                sleep(.seconds(1))
                throw Refused()
            }
            #expect(throws: Refused.self) { try group.wait(in: context) }
            #expect(throws: Refused.self) { try group.wait(within: .seconds(1)) }
            try gate.close()
            #expect(throws: Refused.self) { try group.wait() }
        }
    }
}
