@testable import BraidCore
import Testing

/// The gate of a seat and its tenancy, in all interleavings: whoever has the seat has it alone.
@Suite struct GateExplorationTests {
    private static func theft<M: Memory & SendableMetatype>(_ memory: M.Type, thieves: Int)
        -> @Sendable (Model) -> Void
    {
        { model in
            let gate = Gate<M>()
            let tenancy = Tenancy<M>()
            let seat = SeatModel(3)
            tenancy.take(gate)
            var taken = [[UInt]](repeating: [], count: 1 + thieves)
            model.thread("owner") {
                taken[0] = seat.takeOwn(gate)
                if thieves == 1 { taken[0] += seat.takeOwn(gate) }
            }
            for thief in 1...thieves {
                model.thread("thief \(thief)") { taken[thief] = seat.steal(tenancy) }
            }
            model.finally {
                model.expect(seat.accounts(for: taken, of: 3), "taken: \(taken)")
            }
        }
    }

    @Test func ownerAndThiefAreNeverInTheSeatAtOnce() async throws {
        try await explore("gate: owner, thief", preemptions: nil, Self.theft(ExploredMemory.self, thieves: 1))
        try await explore(
            "gate: owner, thief, no barrier", preemptions: nil, Self.theft(FencedMemory.self, thieves: 1))
    }

    /// A visitor who finds the worker inside goes away again. The gate is open then, for the worker and for the next visitor.
    @Test func aVisitorWhoGivesUpLeavesTheGateOpen() async throws {
        let result = try await explore(
            "gate: owner, hasty thief", preemptions: nil,
            Self.theft(Impatient<ExploredMemory>.self, thieves: 1))
        #expect(result.executions > 1)
    }

    @Test func norAreTwoThieves() async throws {
        try await explore(
            "gate: owner, two thieves", preemptions: nil, Self.theft(ExploredMemory.self, thieves: 2))
    }

    @Test func theGateRestsOnItsBarrier() async throws {
        let found = try await exploration(
            "gate, no barrier at all", Self.theft(ForgetfulMemory.self, thieves: 1))
        guard case .dataRace? = found.failure?.failure else {
            Issue.record("not found: \(found)")
            return
        }
    }

    /// After `leave` nobody refers to the gate, so its words can be freed, thief or not.
    @Test func aGateIsFreeOnceItsWorkerHasLeft() async throws {
        try await explore("gate: freed", preemptions: nil) { model in
            let gate = Gate<ExploredMemory>()
            let tenancy = Tenancy<ExploredMemory>()
            let seat = SeatModel(1)
            tenancy.take(gate)
            model.thread("owner") {
                _ = seat.takeOwn(gate)
                tenancy.leave(gate)
                gate.free()
            }
            model.thread("thief") { _ = seat.steal(tenancy) }
        }
    }
}
