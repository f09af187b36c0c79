@testable import BraidCore
import Testing

private typealias Explored = ExploredMemory

/// The explorer's own memory: the litmus tests by which x86's store order is known.
@Suite struct StoreBufferTests {
    /// How the two threads of a store-buffering test keep their store before their load.
    enum Between: CaseIterable {
        case nothing, fences, oneFence, sequentialStores, barrierOnOneSide
    }

    /// What the two loads of the litmus test "store buffering" can see.
    private func storeBuffering(_ between: Between, prunes: Bool = true) async throws -> Set<[UInt]> {
        let outcomes = Outcomes<[UInt]>()
        let order: StoreOrder = between == .sequentialStores ? .sequential : .releasing
        _ = try await exploration("store buffering, \(between)", preemptions: nil, prunes: prunes) { model in
            let words = Explored.allocate(2, "word")
            var (left, right) = (UInt.max, UInt.max)
            model.thread("left") {
                words[0].store(1, order)
                if between == .fences || between == .oneFence { Explored.fence() }
                if between == .barrierOnOneSide { Explored.compilerBarrier() }
                left = words[1].load(.acquiring)
            }
            model.thread("right") {
                words[1].store(1, order)
                if between == .fences { Explored.fence() }
                if between == .barrierOnOneSide { Explored.barrierEverywhere() }
                right = words[0].load(.acquiring)
            }
            model.finally { outcomes.add([left, right]) }
        }
        return outcomes.all
    }

    @Test func withoutFencesBothMayMissTheOther() async throws {
        #expect(try await storeBuffering(.nothing) == [[0, 0], [0, 1], [1, 0], [1, 1]])
        #expect(try await storeBuffering(.oneFence) == [[0, 0], [0, 1], [1, 0], [1, 1]])
    }

    @Test func withFencesOneSeesTheOther() async throws {
        #expect(try await storeBuffering(.fences) == [[0, 1], [1, 0], [1, 1]])
    }

    @Test func sequentialStoresDoNotWaitInTheBuffer() async throws {
        #expect(try await storeBuffering(.sequentialStores) == [[0, 1], [1, 0], [1, 1]])
    }

    @Test func aBarrierEverywhereOnOneSideIsEnough() async throws {
        #expect(try await storeBuffering(.barrierOnOneSide) == [[0, 1], [1, 0], [1, 1]])
    }

    @Test(arguments: Between.allCases) func leavingOutKnownStatesLosesNoOutcome(_ between: Between)
        async throws
    {
        #expect(try await storeBuffering(between) == storeBuffering(between, prunes: false))
    }

    /// The test called n6: a thread sees its own store before others do, and that store may reach memory last.
    @Test func aThreadSeesItsOwnStoreBeforeItReachesMemory() async throws {
        let outcomes = Outcomes<[UInt]>()
        try await explore("n6", preemptions: nil) { model in
            let x = Explored.allocate(1, "x")[0]
            let y = Explored.allocate(1, "y")[0]
            var seen: [UInt] = []
            model.thread("reader") {
                x.store(1, .relaxed)
                seen = [x.load(.relaxed)]
                seen.append(y.load(.relaxed))
            }
            model.thread("writer") {
                y.store(2, .relaxed)
                x.store(2, .relaxed)
            }
            model.finally { outcomes.add(seen + [x.load(.relaxed)]) }
        }
        #expect(outcomes.all.contains([1, 0, 1]))
        #expect(outcomes.all.allSatisfy { $0 != [2, 0, 2] })
    }

    @Test func storesOfOneThreadArriveInOrder() async throws {
        try await explore("message passing with relaxed stores", preemptions: nil) { model in
            let words = Explored.allocate(2, "word")
            model.thread("writer") {
                words[0].store(1, .relaxed)
                words[1].store(1, .relaxed)
            }
            model.thread("reader") {
                if words[1].load(.relaxed) == 1 {
                    model.expect(words[0].load(.relaxed) == 1, "the first is late")
                }
            }
        }
    }

    /// Independent reads of independent writes: x86 has one memory, so two readers agree on the order.
    @Test func allSeeStoresInOneOrder() async throws {
        try await explore("independent reads of independent writes", preemptions: nil) { model in
            let words = Explored.allocate(2, "word")
            var (left, right) = ([UInt](), [UInt]())
            model.thread("first writer") { words[0].store(1, .relaxed) }
            model.thread("second writer") { words[1].store(1, .relaxed) }
            model.thread("left") {
                left = [words[0].load(.relaxed)]
                left.append(words[1].load(.relaxed))
            }
            model.thread("right") {
                right = [words[1].load(.relaxed)]
                right.append(words[0].load(.relaxed))
            }
            model.finally { model.expect(left != [1, 0] || right != [1, 0], "the readers disagree") }
        }
    }
}
