import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import Testing

@Suite struct SpawnCancelTests {
    struct Reason: Error, Equatable {}

    @Test func cancelEndsTheGoroutinesContext() async throws {
        try await forSeeds {
            let spawned = spawn { () throws(any Error) in
                _ = try Channel<Int>().receive(in: Goroutine.context)
            }
            sleep(.seconds(1))
            spawned.cancel(Reason())
            #expect(caught { () throws(any Error) in try spawned.join() } as? ContextError == .cancelled)
        }
    }

    @Test func cancelledBeforeItRunsItFindsItsContextEnded() async throws {
        try await forSeeds {
            let spawned = spawn { Goroutine.context.cause as? Reason }
            spawned.cancel(Reason())
            let cause = spawned.join()
            #expect(cause == Reason() || cause == nil, "it may have looked before")
            spawned.cancel()
        }
    }

    @Test func theContextIsTheSameWheneverItIsAskedFor() async throws {
        try await forSeeds {
            let spawned = spawn { () throws(any Error) -> Bool in
                let first = Goroutine.context
                sleep(.seconds(2))
                return first.error == .cancelled && Goroutine.context.cause as? Reason == Reason()
            }
            sleep(.seconds(1))
            spawned.cancel(Reason())
            try #expect(spawned.join())
        }
    }

    @Test func itEndsWithTheOneItWasSpawnedInAndHasItsValues() async throws {
        try await forSeeds {
            let key = ContextKey<Int>("number")
            let (context, cancel) = Context.background.withValue(key, 5).withCancel()
            let spawned = spawn(in: context) { () -> Int? in
                let own = Goroutine.context
                _ = own.done?.receive()
                return own[key]
            }
            sleep(.seconds(1))
            cancel()
            #expect(spawned.join() == 5)
        }
    }

    @Test func itEndsWithItsGoroutine() async throws {
        try await forSeeds {
            let spawned = spawn { Goroutine.context }
            #expect(spawned.join().error == .cancelled)
        }
    }

    @Test func othersHaveTheBackground() async throws {
        try await bothWays {
            #expect(Goroutine.context.done == nil)
            let channel = Channel<Bool>()
            go { try channel.send(Goroutine.context.done == nil) }
            #expect(channel.receive() == true)
        }
    }

    @Test func aThousandAreCancelledOnRealThreads() async throws {
        try await bothWays {
            for _ in 0..<(isSanitized ? 3 : 20) {
                let (parent, cancelParent) = Context.background.withCancel()
                let spawned = (0..<1_000).map { number in
                    spawn(in: parent) { () -> ContextError? in
                        if number % 3 == 0 { Goroutine.yield() }
                        let context = Goroutine.context
                        _ = context.done?.receive()
                        return context.error
                    }
                }
                for each in spawned.prefix(500) { each.cancel() }
                cancelParent()
                for each in spawned { #expect(each.join() == .cancelled) }
            }
        }
    }
}
