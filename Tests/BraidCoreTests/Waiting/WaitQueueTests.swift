@testable import BraidCore
import BraidTesting
import Testing

@Suite struct WaitQueueTests {
    /// Calls `body` with as many nodes, and their open waits.
    private func withNodes(_ count: Int, _ body: @escaping @Sendable (Nodes, [Waiter]) -> Void) async throws {
        try await onPlainThread {
            withWaiters(count) { waiters in body(Nodes(waiters), waiters) }
        }
    }

    @Test func isFirstComeFirstServed() async throws {
        try await withNodes(3) { nodes, _ in
            var queue = WaitQueue()
            for index in 0..<3 { nodes.append(index, to: &queue) }
            for index in 0..<3 { #expect(nodes.takeFirst(from: &queue) == index) }
            #expect(nodes.takeFirst(from: &queue) == nil)
            #expect(queue.isEmpty == true)
        }
    }

    @Test func aNodeLeavesFromTheFrontTheMiddleAndTheEnd() async throws {
        try await withNodes(5) { nodes, _ in
            for order in [[0, 2, 4], [4, 2, 0], [2, 0, 4], [2, 4, 0]] {
                var queue = WaitQueue()
                for index in 0..<5 { nodes.append(index, to: &queue) }
                for index in order { nodes.remove(index, from: &queue) }
                for index in 0..<5 { #expect(nodes.isQueued(index) == (index % 2 == 1)) }
                for index in [1, 3] { nodes.remove(index, from: &queue) }
                #expect(queue.isEmpty == true)
            }
        }
    }

    @Test func theRestKeepsItsOrderWhenOneLeaves() async throws {
        try await withNodes(4) { nodes, _ in
            var queue = WaitQueue()
            for index in 0..<4 { nodes.append(index, to: &queue) }
            nodes.remove(1, from: &queue)
            for index in [0, 2, 3] { #expect(nodes.takeFirst(from: &queue) == index) }
        }
    }

    @Test func removingANodeThatWasTakenDoesNothing() async throws {
        try await withNodes(2) { nodes, _ in
            var queue = WaitQueue()
            for index in 0..<2 { nodes.append(index, to: &queue) }
            _ = nodes.takeFirst(from: &queue)
            nodes.remove(0, from: &queue)
            #expect(nodes.takeFirst(from: &queue) == 1)
        }
    }

    @Test func aWaitThatSomebodyElseEndedIsPassedOver() async throws {
        try await withNodes(3) { nodes, waiters in
            var queue = WaitQueue()
            for index in 0..<3 { nodes.append(index, to: &queue) }
            #expect(waiters[0].claim(.timedOut))
            #expect(waiters[1].claim(.timedOut))
            #expect(nodes.takeFirst(from: &queue) == 2)
            #expect(queue.isEmpty == true)
            #expect(!nodes.isQueued(0) && !nodes.isQueued(1))
        }
    }

    @Test func takeAllClaimsEveryOpenWaitWithTheVerdict() async throws {
        try await withNodes(3) { nodes, waiters in
            var queue = WaitQueue()
            for index in 0..<3 { nodes.append(index, to: &queue) }
            #expect(waiters[1].claim(.timedOut))
            let taken = queue.takeAll(claiming: .closed)
            #expect(taken.count == 2)
            for waiter in taken { waiter.ready() }
            #expect(waiters[0].ending() == .closed)
            #expect(waiters[1].ending() == .timedOut)
            #expect(waiters[2].ending() == .closed)
            #expect(queue.isEmpty == true)
        }
    }

    @Test func aNodeMayComeBack() async throws {
        try await withNodes(2) { nodes, _ in
            var queue = WaitQueue()
            nodes.append(0, to: &queue)
            nodes.append(1, to: &queue)
            nodes.remove(0, from: &queue)
            nodes.append(0, to: &queue)
            for index in [1, 0] { #expect(nodes.takeFirst(from: &queue) == index) }
        }
    }

    @Test(arguments: 0..<50 as Range<UInt64>)
    func behavesLikeAnArray(seed: UInt64) async throws {
        try await withNodes(20) { nodes, _ in
            var random = Choice(seed: seed)
            var queue = WaitQueue()
            var model: [Int] = []
            for _ in 0..<500 {
                let index = random.below(20)
                if model.contains(index) {
                    nodes.remove(index, from: &queue)
                    model.removeAll { $0 == index }
                } else {
                    nodes.append(index, to: &queue)
                    model.append(index)
                }
                #expect(queue.isEmpty == model.isEmpty)
            }
            for index in model { #expect(nodes.takeFirst(from: &queue) == index) }
            #expect(queue.isEmpty == true)
        }
    }
}
