@testable import BraidCore
import Testing

private typealias Explored = ExploredMemory

/// A worker without a seat rests, until it is called or has rested for long enough, in all interleavings: each seat that is to
/// be filled gets one worker, nobody who was called goes home, and nobody rests beside a seat that is empty.
///
/// `Crew`, `ParkingWord` and a seat's tenancy are the source itself. What Scheduler+Seating does around them is written once more: who changes
/// it there changes it here.
@Suite struct CrewExplorationTests {
    private struct Mistakes: Sendable {
        var retiresWithoutAsking = false
        var preparesLate = false
        var restsBesideAnEmptySeat = false
    }

    private struct ModelSpare: RestingWorker {
        let mistakes: Mistakes
        let parking = ParkingWord<Explored>(word: Explored.allocate(1, "parking")[0])
        /// One more than the number of the seat.
        let seat = Explored.allocate(1, "seat of the spare")[0]

        static func == (left: ModelSpare, right: ModelSpare) -> Bool {
            left.parking.word.index == right.parking.word.index
        }

        func prepareToRest() {
            if !mistakes.preparesLate { parking.prepare() }
        }

        func willSit(in number: Int) { seat.store(UInt(number) + 1, .releasing) }
    }

    /// The crew, under the scheduler's lock.
    private final class GuardedCrew {
        private var crew = Crew<ModelSpare>()
        private let lock = Explored.Lock()
        /// What the crew contains, in a word: what is in no word the search does not see.
        private let contents = Explored.allocate(1, "crew")[0]

        func change<Result>(_ body: (inout Crew<ModelSpare>) -> Result) -> Result {
            lock.withLock {
                _ = contents.plainLoad()
                defer { contents.plainStore(UInt(crew.spares.count * 8 + crew.emptySeats.count)) }
                return body(&crew)
            }
        }
    }

    /// A worker that comes to rest, and the monitor, which evicts a stuck one and fills the seat. What the stuck one does when it
    /// comes back is explored with the gate.
    private static func resting(hasThreads: Bool = true, _ mistakes: Mistakes = Mistakes())
        -> @Sendable (Model) -> Void
    {
        { model in
            let crew = GuardedCrew()
            let worker = ModelSpare(mistakes: mistakes)
            let (stuck, spare) = (Gate<Explored>(), Gate<Explored>())
            let tenancy = Tenancy<Explored>()
            tenancy.take(stuck)
            var (newThreads, seated) = (0, 0)

            /// `Scheduler.rest`: which seat it is given, if any. Without threads to replace it, it rests until it is called.
            func rest() -> Int? {
                let empty = crew.change { crew in
                    if !mistakes.restsBesideAnEmptySeat, let empty = crew.takeEmptySeat() {
                        return Int?(empty)
                    }
                    crew.rest(worker)
                    return nil
                }
                if let empty { return empty }
                if mistakes.preparesLate { worker.parking.prepare() }
                let isCalled = worker.parking.park(until: hasThreads ? Instant(nanoseconds: 1) : .never) {
                    crew.change { $0.retire(worker) } || mistakes.retiresWithoutAsking
                }
                guard isCalled else { return nil }
                return Int(worker.seat.load(.acquiring)) - 1
            }

            /// `Scheduler.fill`.
            func fill(_ seat: Int) {
                switch crew.change({ $0.fill(seat) }) {
                case .spare(let spare): spare.parking.unpark()
                case .newThread:
                    if hasThreads { return newThreads += 1 }
                    crew.change { $0.leaveEmpty(seat) }?.parking.unpark()
                }
            }

            model.thread("spare") {
                guard let seat = rest() else { return }
                model.expect(seat == 7, "called to seat \(seat)")
                tenancy.take(spare)
                spare.enter()
                model.expect(spare.isSeated, "sits where it has no seat")
                spare.leave()
                seated = 1
            }
            model.thread("monitor") {
                model.expect(tenancy.beginVisit() && tenancy.isHeld(by: stuck), "nobody else is there")
                tenancy.evict()
                tenancy.endVisit()
                fill(7)
            }
            model.finally {
                model.expect(newThreads + seated == 1, "\(newThreads + seated) for 1 seat")
            }
        }
    }

    @Test func whoIsCalledComes() async throws {
        try await explore("crew", preemptions: nil, Self.resting())
    }

    @Test func whereNoThreadCanBeHadWhoComesToRestTakesTheSeat() async throws {
        try await explore("crew, no threads", preemptions: nil, Self.resting(hasThreads: false))
    }

    @Test func goingHomeWithoutAskingLeavesTheSeatEmpty() async throws {
        let found = try await exploration(
            "crew, retires", preemptions: 1, Self.resting(Mistakes(retiresWithoutAsking: true)))
        #expect(found.failure?.failure == .expectation("0 for 1 seat"))
    }

    @Test func preparingAfterTheLockLosesTheCall() async throws {
        let found = try await exploration(
            "crew, prepared late", preemptions: 1, Self.resting(Mistakes(preparesLate: true)))
        #expect(found.failure?.failure == .deadlock("spare sleeps on parking"))
    }

    @Test func restingBesideAnEmptySeatIsForEver() async throws {
        let found = try await exploration(
            "crew, beside an empty seat", preemptions: 1,
            Self.resting(hasThreads: false, Mistakes(restsBesideAnEmptySeat: true)))
        #expect(found.failure?.failure == .deadlock("spare sleeps on parking"))
    }
}
