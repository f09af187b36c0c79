import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import BraidTesting
import Testing

/// Results that are not `Sendable`: there is one, and it goes to one who joins.
@Suite struct SpawnHandOverTests {
    private final class Draft {
        var text: String
        let citizen: Census.Citizen?

        init(_ text: String, _ citizen: Census.Citizen? = nil) { (self.text, self.citizen) = (text, citizen) }
    }

    private struct Refused: Error {
        let reason: String
    }

    @Test func joinHandsTheResultOver() async throws {
        try await bothWays {
            let writing = spawn { Draft("once") }
            let draft = writing.join()
            draft.text += " upon a time"
            // It may be handed on: nobody else has it.
            let reading = spawn { draft.text }
            #expect(reading.join() == "once upon a time")
        }
    }

    @Test func joinThrowsWhatTheBodyThrew() async throws {
        try await bothWays {
            let writing = spawn { () throws(Refused) -> Draft in throw Refused(reason: "no paper") }
            let error = caught { () throws(Refused) in _ = try writing.join() }
            #expect(error?.reason == "no paper")
        }
    }

    @Test func aJoinThatWasTooEarlyTakesNothing() async throws {
        try await forSeeds {
            let gate = Channel<Void>()
            let writing = spawn {
                _ = gate.receive()
                return Draft("late")
            }
            let (context, cancel) = Context.background.withTimeout(.seconds(1))
            #expect(throws: ContextError.deadlineExceeded) { _ = try writing.join(in: context) }
            #expect(throws: ContextError.deadlineExceeded) { _ = try writing.join(within: .seconds(1)) }
            try gate.close()
            #expect(try writing.join(within: .seconds(1)).text == "late")
            cancel()
        }
    }

    @Test func whoHasJoinedAloneHoldsTheResult() async throws {
        let census = Census()
        try await bothWays {
            let writing = spawn { Draft("held", census.citizen()) }
            do { #expect(writing.join().citizen != nil) }
            #expect(census.living == 0)
            writing.cancel()
        }
    }

    @Test func aSecondJoinStopsTheProgram() async {
        let death = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let writing = spawn(line: 4_711) { Draft("once") }
            _ = writing.join()
            _ = writing.join()
        }
        let said = death?.standardErrorContent
        #expect(said?.says("SpawnHandOverTests.swift:4711 was joined twice") == true)
    }
}
