@testable import BraidCore
import Testing

/// The gate of a seat and its tenancy, in all interleavings: whoever has the seat has it alone.
@Suite struct GateExplorationTests {
    /// A seat with its ring of runnables, which one at a time may touch. The ring itself is plain memory, out of the explorer's
    /// sight: a word that says what is in it is read before each step and written after it, so that two at once are a race.
    private final class SeatModel: @unchecked Sendable {
        // Safety: touched by whoever the gate lets in; the explorer runs one thread at a time.
        private var ring = RunRing()
        private let contents = ExploredMemory.allocate(1, "runnables")[0]

        /// With runnables that are numbered from 1 on, and that nobody runs.
        init(_ count: Int) {
            // Safety: the address is compared, never followed.
            for number in 1...count {
                guard let launch = unsafe UnsafeMutablePointer<Launch>(bitPattern: number * 16) else {
                    continue
                }
                unsafe ring.append(.launch(launch))
            }
            contents.plainStore(code)
        }

        private func number(_ runnable: Runnable) -> UInt {
            // Safety: as above.
            unsafe runnable.launch.map { UInt(bitPattern: $0) / 16 } ?? 0
        }

        private var code: UInt { inOrder.reduce(0) { $0 * 8 + $1 } }

        private var inOrder: [UInt] { (0..<ring.count).map { number(ring[$0]) } }

        /// Takes the first out; nothing if there is none.
        func take() -> [UInt] {
            _ = contents.plainLoad()
            defer { contents.plainStore(code) }
            return ring.popFirst().map { [number($0)] } ?? []
        }

        /// What a thief takes.
        func takeHalf() -> [UInt] {
            _ = contents.plainLoad()
            defer { contents.plainStore(code) }
            var batch = RunBatch()
            ring.takeHalf(into: &batch)
            return (0..<batch.count).map { number(batch[$0]) }
        }

        /// Whether each runnable is here or was taken once.
        func accounts(for taken: [[UInt]], of count: UInt) -> Bool {
            (taken.flatMap { $0 } + inOrder).sorted() == Array(1...count)
        }
    }

    /// What a worker does with every goroutine that it runs.
    private static func takeOwn<M: Memory>(_ gate: Gate<M>, _ seat: SeatModel) -> [UInt] {
        gate.enter()
        defer { gate.leave() }
        return gate.isSeated ? seat.take() : []
    }

    private static func steal<M: Memory>(_ tenancy: Tenancy<M>, _ seat: SeatModel) -> [UInt] {
        guard tenancy.beginVisit() else { return [] }
        defer { tenancy.endVisit() }
        return seat.takeHalf()
    }

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
                taken[0] = takeOwn(gate, seat)
                if thieves == 1 { taken[0] += takeOwn(gate, seat) }
            }
            for thief in 1...thieves {
                model.thread("thief \(thief)") { taken[thief] = steal(tenancy, seat) }
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
        try await explore(
            "gate: hasty hand-over", preemptions: 1,
            Self.handOver(Impatient<ExploredMemory>.self, thief: false))
    }

    @Test func norAreTwoThieves() async throws {
        try await explore(
            "gate: owner, two thieves", preemptions: 1, Self.theft(ExploredMemory.self, thieves: 2))
    }

    @Test func theGateRestsOnItsBarrier() async throws {
        let found = try await exploration(
            "gate, no barrier at all", Self.theft(ForgetfulMemory.self, thieves: 1))
        guard case .dataRace? = found.failure?.failure else {
            Issue.record("not found: \(found)")
            return
        }
    }

    /// As `Scheduler.evict`, for a worker of which is known that it is stuck.
    private static func evict<M: Memory>(
        _ gate: Gate<M>, from tenancy: Tenancy<M>, ifStill condition: () -> Bool = { true }
    ) -> Bool {
        guard tenancy.beginVisit() else { return false }
        defer { tenancy.endVisit() }
        guard tenancy.isHeld(by: gate), condition() else { return false }
        tenancy.evict()
        return true
    }

    /// The monitor takes the seat of a worker that is stuck. Then another worker sits down in it, or a thief visits it:
    /// with both, the search is many times as long.
    private static func handOver<M: Memory & SendableMetatype>(_ memory: M.Type, thief: Bool)
        -> @Sendable (Model) -> Void
    {
        { model in
            let stuck = Gate<M>()
            let spare = Gate<M>()
            let tenancy = Tenancy<M>()
            let seat = SeatModel(3)
            tenancy.take(stuck)
            let evicted = ExploredMemory.allocate(1, "evicted")[0]
            var taken = [[UInt]](repeating: [], count: 4)
            model.thread("stuck") {
                taken[0] = takeOwn(stuck, seat)
                tenancy.leave(stuck)
            }
            model.thread("monitor") {
                if evict(stuck, from: tenancy) { evicted.store(1, .releasing) }
            }
            if thief {
                model.thread("thief") { taken[2] = steal(tenancy, seat) }
            } else {
                model.thread("spare") {
                    guard evicted.load(.acquiring) == 1 else { return }
                    tenancy.take(spare)
                    taken[1] = takeOwn(spare, seat)
                }
            }
            model.finally {
                model.expect(seat.accounts(for: taken, of: 3), "taken: \(taken)")
            }
        }
    }

    @Test func aSeatThatIsHandedOverHasOneWorker() async throws {
        try await explore("gate: hand-over", preemptions: 2, Self.handOver(ExploredMemory.self, thief: false))
        try await explore(
            "gate: hand-over, no barrier", preemptions: 1, Self.handOver(FencedMemory.self, thief: false))
    }

    @Test func evenWhileAThiefVisitsIt() async throws {
        try await explore(
            "gate: hand-over and thief", preemptions: 0, Self.handOver(ExploredMemory.self, thief: true))
        try await explore(
            "gate: hand-over and thief, no barrier", preemptions: 1,
            Self.handOver(FencedMemory.self, thief: true))
    }

    @Test func theHandOverRestsOnTheBarrier() async throws {
        let found = try await exploration(
            "hand-over, no barrier at all", Self.handOver(ForgetfulMemory.self, thief: false))
        guard case .dataRace? = found.failure?.failure else {
            Issue.record("not found: \(found)")
            return
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
            taken[0] = takeOwn(own, seat)
            model.expect(taken[0].isEmpty, "it takes from what it has given away")
        }
        model.thread("thief") { taken[1] = steal(tenancy, seat) }
        model.thread("other") {
            guard isFree.load(.acquiring) == 1 else { return }
            tenancy.take(other)
            taken[2] = takeOwn(other, seat)
        }
        model.finally {
            model.expect(seat.accounts(for: taken, of: 3), "taken: \(taken)")
        }
    }

    @Test func aThiefKeepsNobodyFromGivingItsSeatAway() async throws {
        try await explore("gate: own hand-over, thief", preemptions: 1) { Self.ownHandOver($0) }
    }

    /// The monitor and the worker itself may want to give the seat away at once: one of them does.
    @Test func aSeatIsGivenAwayOnce() async throws {
        try await explore("gate: own hand-over, monitor", preemptions: nil) { model in
            let gate = Gate<ExploredMemory>()
            let tenancy = Tenancy<ExploredMemory>()
            tenancy.take(gate)
            var (handedOver, evicted) = (false, false)
            model.thread("worker") { handedOver = tenancy.handOver(gate) }
            model.thread("monitor") { evicted = Self.evict(gate, from: tenancy) }
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
            model.thread("monitor") { model.expect(!Self.evict(old, from: tenancy), "evicted") }
        }
    }

    /// After `leave` nobody refers to the gate, so its words can be freed, thief or not.
    @Test func aGateIsFreeOnceItsWorkerHasLeft() async throws {
        try await explore("gate: freed", preemptions: 2) { model in
            let gate = Gate<ExploredMemory>()
            let tenancy = Tenancy<ExploredMemory>()
            let seat = SeatModel(1)
            tenancy.take(gate)
            model.thread("owner") {
                _ = Self.takeOwn(gate, seat)
                tenancy.leave(gate)
                gate.free()
            }
            model.thread("thief") { _ = Self.steal(tenancy, seat) }
        }
    }
}
