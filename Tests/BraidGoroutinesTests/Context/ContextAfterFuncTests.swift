import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import Testing

@Suite struct ContextAfterFuncTests {
    @Test func itRunsInItsOwnGoroutineWhenTheContextEnds() async throws {
        try await forSeeds {
            let (context, cancel) = Context.background.withCancel()
            let (gate, ran) = (Channel<Void>(), Flag())
            context.afterFunc {
                _ = gate.receive()
                ran.raise()
            }
            cancel()
            #expect(!ran.isRaised, "cancelling does not wait for it")
            try gate.send(())
            sleep(.seconds(1))
            #expect(ran.isRaised)
        }
    }

    @Test func onAnEndedContextItRunsAtOnce() async throws {
        try await forSeeds {
            let (context, cancel) = Context.background.withCancel()
            cancel()
            let ran = Flag()
            let stop = context.afterFunc { ran.raise() }
            sleep(.seconds(1))
            #expect(ran.isRaised)
            #expect(!stop())
        }
    }

    @Test func stopTakesItBackOnce() async throws {
        try await forSeeds {
            let (context, cancel) = Context.background.withCancel()
            let ran = Flag()
            let stop = context.afterFunc { ran.raise() }
            #expect(stop())
            #expect(!stop())
            cancel()
            sleep(.seconds(1))
            #expect(!ran.isRaised)
        }
    }

    @Test func stopAfterItHasRunReturnsFalse() async throws {
        try await forSeeds {
            let (context, _) = Context.background.withTimeout(.seconds(1))
            let stop = context.afterFunc {}
            sleep(.seconds(2))
            #expect(!stop())
        }
    }

    @Test func onAContextThatNeverEndsItCanBeTakenBackOnce() async throws {
        try await bothWays {
            let stop = Context.background.afterFunc {}
            #expect(stop())
            #expect(!stop())
        }
    }

    @Test func reportsCallItsGoroutineByWhereItWasAskedFor() async throws {
        try await forSeeds(10) {
            let (context, cancel) = Context.background.withCancel()
            let sites = Channel<String?>(capacity: 2)
            context.afterFunc(line: 4_711) { _ = try? sites.trySend(Goroutine.current?.creationSite) }
            cancel()
            context.afterFunc(line: 4_712) { _ = try? sites.trySend(Goroutine.current?.creationSite) }
            let found = [sites.receive(), sites.receive()].compactMap { $0 ?? nil }.sorted()
            #expect(
                found == (4_711...4_712).map { "BraidGoroutinesTests/ContextAfterFuncTests.swift:\($0)" })
        }
    }
}
