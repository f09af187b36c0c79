import Testing

@testable import BraidCore

@Suite struct RunRingTests {
    /// Runnables that tests tell apart and nobody runs.
    private func runnable(_ number: Int) -> Runnable {
        // Safety: the address is compared, never followed.
        guard let memory = unsafe UnsafeMutablePointer<Launch>(bitPattern: number * 16) else { return .none }
        return unsafe .launch(memory)
    }

    private func number(_ runnable: Runnable?) -> Int? {
        // Safety: as above.
        unsafe runnable?.launch.map { Int(bitPattern: $0) / 16 }
    }

    @Test func firstInIsFirstOut() {
        var ring = RunRing()
        for each in 1...RunRing.capacity { ring.append(runnable(each)) }
        let isFull = ring.isFull
        #expect(isFull)
        for each in 1...RunRing.capacity { #expect(number(ring.popFirst()) == each) }
        #expect(ring.popFirst() == nil)
    }

    @Test func itGoesRound() {
        var ring = RunRing()
        for each in 1...10_000 {
            ring.append(runnable(each))
            if each > 100 { #expect(number(ring.popFirst()) == each - 100) }
        }
        let count = ring.count
        #expect(count == 100)
    }

    @Test func theOldestHalfIsTaken() {
        var ring = RunRing()
        for each in 1...5 { ring.append(runnable(each)) }
        var batch = RunBatch()
        ring.takeHalf(into: &batch)
        #expect((0..<batch.count).map { number(batch[$0]) } == [1, 2, 3])
        #expect(number(ring.popFirst()) == 4)
    }

    @Test func aBatchHoldsHalfARingAndOneMore() {
        var ring = RunRing()
        for each in 1...RunRing.capacity { ring.append(runnable(each)) }
        var batch = RunBatch()
        ring.takeHalf(into: &batch)
        batch.append(runnable(1_000))
        #expect(batch.count == RunRing.capacity / 2 + 1)
        #expect(number(batch.removeFirst()) == 1)
        #expect(number(batch[batch.count - 1]) == 1_000)
    }

    /// Round the end of the memory, on both sides.
    @Test(arguments: [0, 1, 100, 200, 255])
    func aBatchKeepsItsOrderOnTheWay(start: Int) {
        var from = RunRing()
        var to = RunRing()
        for _ in 0..<start { from.append(runnable(1)) }
        for _ in 0..<start { _ = from.popFirst() }
        for _ in 0..<start / 2 { to.append(runnable(1)) }
        for _ in 0..<start / 2 { _ = to.popFirst() }
        for each in 1...201 { from.append(runnable(each)) }
        var batch = RunBatch()
        from.takeHalf(into: &batch)
        let first = number(batch.removeFirst())
        #expect(first == 1)
        to.append(&batch)
        for each in 2...101 { #expect(number(to.popFirst()) == each) }
        #expect(to.popFirst() == nil)
        for each in 102...201 { #expect(number(from.popFirst()) == each) }
        #expect(from.popFirst() == nil)
    }

    @Test func aBatchGoesThroughTheQueueOfAll() {
        var ring = RunRing()
        var queue = Ring<Runnable>()
        for each in 1...RunRing.capacity { ring.append(runnable(each)) }
        var batch = RunBatch()
        ring.takeHalf(into: &batch)
        queue.append(&batch)
        var share = RunBatch()
        queue.popFirst(100, into: &share)
        #expect((0..<share.count).map { number(share[$0]) } == (1...100).map { $0 })
        for each in 101...128 { #expect(number(queue.popFirst()) == each) }
        let isEmpty = queue.isEmpty
        #expect(isEmpty)
    }
}
