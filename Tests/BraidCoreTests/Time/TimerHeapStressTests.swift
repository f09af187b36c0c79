@testable import BraidCore
import BraidTestSupport
import BraidTesting
import Testing

@Suite struct TimerHeapStressTests {
    /// A million at once: put in and partly moved in random order; those that come first come in order; the others are
    /// taken out in random order.
    @Test func aMillionTimers() async throws {
        try await onPlainThread {
            let count = isSanitized ? 50_000 : 1_000_000
            var random = Choice(seed: 20)
            let deadlines = (0..<count).map { _ in UInt64(random.below(count / 4)) }
            let order = shuffled(count, by: &random)
            Waiter.withCurrent { waiter in
                let timers = TimerRecords(deadlines, waiters: [waiter])
                var heap = TimerHeap()
                for index in order { timers.insert(index, into: &heap) }
                #expect(heap.count == count)

                for index in order.suffix(count / 10) {
                    let wasIn = timers.reset(index, to: UInt64(random.below(count / 2)), in: &heap)
                    if !wasIn { Issue.record("a timer was lost") }
                }
                heap.checkInvariants()

                var last: UInt64 = 0
                for _ in 0..<count / 100 {
                    guard let first = timers.first(in: heap) else { break }
                    let deadline = timers.deadline(first)
                    if deadline < last { Issue.record("\(deadline) came after \(last)") }
                    last = deadline
                    timers.remove(first, from: &heap)
                }
                #expect(heap.count == count - count / 100)

                // Those that came first are out already, which must not matter.
                for index in order.reversed() { timers.remove(index, from: &heap) }
                #expect(heap.count == 0)
            }
        }
    }
}

private func shuffled(_ count: Int, by random: inout Choice) -> [Int] {
    var numbers = Array(0..<count)
    for index in numbers.indices.dropFirst() { numbers.swapAt(index, random.below(index + 1)) }
    return numbers
}
