@testable import BraidCore
import Testing

private typealias Explored = ExploredMemory

/// A worker without a seat rests, until it is called or has rested for long enough, in all interleavings: each seat that is to
/// be filled gets one worker, and nobody who was called goes home.
///
/// The transitions are those of `Crew`, `Scheduler.rest` and `Scheduler.replace`; a seat's tenancy is the source itself.
@Suite struct CrewExplorationTests {
    private struct Mistakes: Sendable {
        var retiresWithoutAsking = false
        var preparesLate = false
    }

    /// A worker that comes to rest, and the monitor, which evicts a stuck one and fills the seat. What the stuck one does when it
    /// comes back is explored with the gate.
    private static func resting(_ mistakes: Mistakes = Mistakes()) -> @Sendable (Model) -> Void {
        { model in
            let lock = Explored.Lock()
            let isSpare = Explored.allocate(1, "spare")[0]
            let parking = Explored.allocate(1, "parking")[0]
            let seatOfSpare = Explored.allocate(1, "seat of the spare")[0]
            let (stuck, spare) = (Gate<Explored>(), Gate<Explored>())
            let tenancy = Tenancy<Explored>()
            tenancy.take(stuck)
            var (evicted, newThreads, seated) = (0, 0, 0)

            /// `ThreadParking.park`: false if the deadline came first, which may be at any moment.
            func park(deadlinePasses: Bool) -> Bool {
                while parking.load(.acquiring) == 0 {
                    if deadlinePasses { return parking.load(.acquiring) != 0 }
                    parking.wait(while: 0)
                }
                return true
            }

            model.thread("spare") {
                lock.withLock {
                    if !mistakes.preparesLate { parking.store(0, .relaxed) }
                    isSpare.plainStore(1)
                }
                if mistakes.preparesLate { parking.store(0, .relaxed) }
                if !park(deadlinePasses: true) {
                    let mayRetire = lock.withLock {
                        defer { isSpare.plainStore(0) }
                        return isSpare.plainLoad() == 1
                    }
                    if mayRetire || mistakes.retiresWithoutAsking { return }
                    _ = park(deadlinePasses: false)
                }
                model.expect(seatOfSpare.load(.acquiring) == 1, "called to no seat")
                tenancy.take(spare)
                spare.enter()
                model.expect(spare.isSeated, "sits where it has no seat")
                spare.leave()
                seated = 1
            }
            model.thread("monitor") {
                guard tenancy.beginVisit() else { return }
                guard tenancy.isHeld(by: stuck) else { return tenancy.endVisit() }
                tenancy.evict()
                tenancy.endVisit()
                evicted = 1
                let isCalled = lock.withLock {
                    let isThere = isSpare.plainLoad() == 1
                    if isThere {
                        isSpare.plainStore(0)
                        seatOfSpare.store(1, .releasing)
                    }
                    return isThere
                }
                if isCalled {
                    parking.store(1, .releasing)
                    parking.wake(1)
                } else {
                    newThreads = 1
                }
            }
            model.finally {
                model.expect(newThreads + seated == evicted, "\(newThreads + seated) for \(evicted) seats")
            }
        }
    }

    @Test func whoIsCalledComes() async throws {
        try await explore("crew", preemptions: 1, Self.resting())
    }

    @Test func goingHomeWithoutAskingLeavesTheSeatEmpty() async throws {
        let found = try await exploration(
            "crew, retires", preemptions: 1, Self.resting(Mistakes(retiresWithoutAsking: true)))
        #expect(found.failure?.failure == .expectation("0 for 1 seats"))
    }

    @Test func preparingAfterTheLockLosesTheCall() async throws {
        let found = try await exploration(
            "crew, prepared late", preemptions: 1, Self.resting(Mistakes(preparesLate: true)))
        #expect(found.failure?.failure == .deadlock("spare sleeps on parking"))
    }
}
