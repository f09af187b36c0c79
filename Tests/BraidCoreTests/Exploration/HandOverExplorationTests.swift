@testable import BraidCore
import Testing

/// A seat that goes from one worker to another, in all interleavings: there is one at a time that has it, thieves or not.
@Suite struct HandOverExplorationTests {
    /// The monitor takes the seat of a worker that is stuck, and another sits down in it. The stuck one comes back meanwhile.
    private static func handOver<M: Memory & SendableMetatype>(_ memory: M.Type) -> @Sendable (Model) -> Void
    {
        { model in
            let (stuck, new) = (Gate<M>(), Gate<M>())
            let tenancy = Tenancy<M>()
            let seat = SeatModel(3)
            tenancy.take(stuck)
            let evicted = ExploredMemory.allocate(1, "evicted")[0]
            var taken = [[UInt]](repeating: [], count: 2)
            model.thread("stuck") {
                taken[0] = seat.takeOwn(stuck)
                tenancy.leave(stuck)
            }
            model.thread("monitor") { if evict(stuck, from: tenancy) { evicted.store(1, .releasing) } }
            model.thread("new worker") {
                guard evicted.load(.acquiring) == 1 else { return }
                tenancy.take(new)
                taken[1] = seat.takeOwn(new)
            }
            model.finally { model.expect(seat.accounts(for: taken, of: 3), "taken: \(taken)") }
        }
    }

    /// Which part of a hand-over a thief sees.
    private enum Part { case whole, decision, afterwards }

    /// The same, and a thief visits the seat: four who may be there at once.
    ///
    /// The new worker does nothing there before the monitor has done its last thing and has woken it: so one thread of the
    /// model plays first the one and then the other, and nothing is lost by it. The system call that wakes empties the store
    /// buffer; so does the locked instruction with which the new worker begins.
    private static func handOverAndThief<M: Memory & SendableMetatype>(_ memory: M.Type, _ part: Part)
        -> @Sendable (Model) -> Void
    {
        { model in
            let (stuck, new) = (Gate<M>(), Gate<M>())
            let tenancy = Tenancy<M>()
            let seat = SeatModel(2)
            tenancy.take(stuck)
            if part == .afterwards { _ = evict(stuck, from: tenancy) }
            var taken = [[UInt]](repeating: [], count: 3)
            model.thread("stuck") {
                taken[0] = seat.takeOwn(stuck)
                tenancy.leave(stuck)
            }
            model.thread("monitor, then new worker") {
                if part != .afterwards, !evict(stuck, from: tenancy) || part == .decision { return }
                tenancy.take(new)
                taken[1] = seat.takeOwn(new)
            }
            model.thread("thief") { taken[2] = seat.steal(tenancy) }
            model.finally { model.expect(seat.accounts(for: taken, of: 2), "taken: \(taken)") }
        }
    }

    @Test func aSeatThatIsHandedOverHasOneWorker() async throws {
        try await explore("gate: hand-over", preemptions: nil, Self.handOver(ExploredMemory.self))
        try await explore(
            "gate: hand-over, no barrier", preemptions: nil, Self.handOver(FencedMemory.self))
    }

    @Test func aMonitorThatGivesUpLeavesTheSeatToItsWorker() async throws {
        try await explore(
            "gate: hasty hand-over", preemptions: nil, Self.handOver(Impatient<ExploredMemory>.self))
    }

    @Test func evenWhileAThiefVisitsIt() async throws {
        try await explore(
            "gate: hand-over and thief", preemptions: 1, Self.handOverAndThief(ExploredMemory.self, .whole))
        try await explore(
            "gate: hand-over and thief, no barrier", preemptions: 1,
            Self.handOverAndThief(FencedMemory.self, .whole))
    }

    /// Each half by itself, with more preemptions than the whole can be given.
    @Test func orOneHalfOfTheHandOver() async throws {
        try await explore(
            "gate: a hand-over's decision and thief", preemptions: nil,
            Self.handOverAndThief(ExploredMemory.self, .decision))
        try await explore(
            "gate: after a hand-over and thief", preemptions: nil,
            Self.handOverAndThief(ExploredMemory.self, .afterwards))
    }

    /// Each of the models that are above.
    private static func models<M: Memory & SendableMetatype>(_ memory: M.Type) -> [@Sendable (Model) -> Void]
    {
        [
            handOver(memory), handOverAndThief(memory, .whole), handOverAndThief(memory, .decision),
            handOverAndThief(memory, .afterwards),
        ]
    }

    @Test func theHandOverRestsOnTheBarrier() async throws {
        for model in Self.models(ForgetfulMemory.self) {
            let found = try await exploration("hand-over, no barrier at all", preemptions: 1, model)
            guard case .dataRace? = found.failure?.failure else {
                Issue.record("not found: \(found)")
                continue
            }
        }
    }

    @Test func aVisitIsClaimedInOneStep() async throws {
        for model in Self.models(TornMemory.self) {
            let found = try await exploration("hand-over, claimed in two steps", preemptions: 1, model)
            #expect(found.failure != nil)
        }
    }

    /// The monitor has seen for long that a worker stays with one goroutine. At this moment the worker leaves it, finds nothing
    /// else and goes to sleep, as one that has a seat.
    private static func lateEviction<M: Memory & SendableMetatype>(_ memory: M.Type, asksAgain: Bool)
        -> @Sendable (Model) -> Void
    {
        { model in
            let gate = Gate<M>()
            let tenancy = Tenancy<M>()
            tenancy.take(gate)
            let stay = ExploredMemory.allocate(1, "stay")[0]
            stay.store(1, .relaxed)
            var (sleeps, evicted) = (false, false)
            model.thread("worker") {
                stay.store(2, .relaxed)
                gate.enter()
                sleeps = gate.isSeated
                gate.leave()
            }
            model.thread("monitor") {
                evicted = evict(gate, from: tenancy) { !asksAgain || stay.load(.relaxed) == 1 }
            }
            model.finally { model.expect(!(sleeps && evicted), "it sleeps and has no seat") }
        }
    }

    @Test func aWorkerThatHasLeftItsGoroutineKeepsItsSeat() async throws {
        try await explore(
            "gate: late eviction", preemptions: nil,
            Self.lateEviction(ExploredMemory.self, asksAgain: true))
        try await explore(
            "gate: late eviction, no barrier", preemptions: nil,
            Self.lateEviction(FencedMemory.self, asksAgain: true))
    }

    @Test func anEvictionMustLookAgain() async throws {
        let found = try await exploration(
            "gate: late eviction, no second look", preemptions: nil,
            Self.lateEviction(ExploredMemory.self, asksAgain: false))
        #expect(found.failure?.failure == .expectation("it sleeps and has no seat"))
    }

    /// A worker gives its seat to another before its thread waits. A thief may be there; it keeps nobody from that.
    private static func ownHandOver(_ model: Model) {
        let (own, other) = (Gate<ExploredMemory>(), Gate<ExploredMemory>())
        let tenancy = Tenancy<ExploredMemory>()
        let seat = SeatModel(3)
        tenancy.take(own)
        let isFree = ExploredMemory.allocate(1, "free")[0]
        var taken = [[UInt]](repeating: [], count: 3)
        model.thread("worker") {
            model.expect(tenancy.handOver(own), "it has its seat")
            isFree.store(1, .releasing)
            taken[0] = seat.takeOwn(own)
            model.expect(taken[0].isEmpty, "it takes from what it has given away")
        }
        model.thread("thief") { taken[1] = seat.steal(tenancy) }
        model.thread("other") {
            guard isFree.load(.acquiring) == 1 else { return }
            tenancy.take(other)
            taken[2] = seat.takeOwn(other)
        }
        model.finally {
            model.expect(seat.accounts(for: taken, of: 3), "taken: \(taken)")
        }
    }

    @Test func aThiefKeepsNobodyFromGivingItsSeatAway() async throws {
        try await explore("gate: own hand-over, thief", preemptions: nil) { Self.ownHandOver($0) }
    }

    /// The monitor and the worker itself may want to give the seat away at once: one of them does.
    @Test func aSeatIsGivenAwayOnce() async throws {
        try await explore("gate: own hand-over, monitor", preemptions: nil) { model in
            let gate = Gate<ExploredMemory>()
            let tenancy = Tenancy<ExploredMemory>()
            tenancy.take(gate)
            var (handedOver, evicted) = (false, false)
            model.thread("worker") { handedOver = tenancy.handOver(gate) }
            model.thread("monitor") { evicted = evict(gate, from: tenancy) }
            model.finally { model.expect(handedOver != evicted, "\(handedOver), \(evicted)") }
        }
    }

    /// It is reserved for one that comes, or belongs to one that has come.
    @Test func nobodyIsEvictedFromTheSeatOfAnother() async throws {
        try await explore("gate: eviction from another's seat", preemptions: nil) { model in
            let (old, new) = (Gate<ExploredMemory>(), Gate<ExploredMemory>())
            let tenancy = Tenancy<ExploredMemory>()
            _ = tenancy.reserve()
            model.thread("new") {
                tenancy.take(new)
                new.enter()
                model.expect(new.isSeated, "it has lost its seat")
                new.leave()
            }
            model.thread("monitor") { model.expect(!evict(old, from: tenancy), "evicted") }
        }
    }
}
