@testable import BraidCore
import BraidTesting
import Testing

@Suite struct TimerHeapTests {
    /// Calls `body` with timers for these deadlines.
    private func withTimers(_ deadlines: [UInt64], _ body: @escaping @Sendable (TimerRecords) -> Void)
        async throws
    {
        try await onPlainThread {
            Waiter.withCurrent { waiter in body(TimerRecords(deadlines, waiters: [waiter])) }
        }
    }

    @Test func theEarliestComesFirst() async throws {
        let deadlines: [UInt64] = [50, 10, 40, 20, 30]
        try await withTimers(deadlines) { timers in
            var heap = TimerHeap()
            #expect(timers.first(in: heap) == nil)
            for index in 0..<5 { timers.insert(index, into: &heap) }
            for expected in [1, 3, 4, 2, 0] {
                #expect(timers.first(in: heap) == expected)
                timers.remove(expected, from: &heap)
                heap.checkInvariants()
            }
            #expect(heap.count == 0)
        }
    }

    @Test func equalDeadlinesKeepTheirOrder() async throws {
        try await withTimers(Array(repeating: 7, count: 100)) { timers in
            var heap = TimerHeap()
            for index in 0..<100 { timers.insert(index, into: &heap) }
            for index in 0..<100 {
                #expect(timers.first(in: heap) == index)
                timers.remove(index, from: &heap)
            }
        }
    }

    @Test func memoryGoesBackAfterAPeak() async throws {
        try await withTimers((0..<10_000).map { UInt64($0 * 7 % 10_000) }) { timers in
            var heap = TimerHeap()
            for index in 0..<10_000 { timers.insert(index, into: &heap) }
            #expect(heap.capacity >= 10_000)
            for index in 0..<9_990 { timers.remove(index, from: &heap) }
            heap.checkInvariants()
            #expect(heap.capacity <= 2 * TimerHeap.keptCapacity)
            #expect(heap.count == 10)
        }
    }

    @Test func thoseAreTakenTogetherThatAreDue() async throws {
        try await withTimers([50, 10, 40, 10, 30]) { timers in
            var heap = TimerHeap()
            for index in 0..<5 { timers.insert(index, into: &heap) }
            #expect(timers.take(dueAt: 9, room: 4, from: &heap) == [])
            #expect(
                timers.take(dueAt: 40, room: 2, from: &heap) == [1, 3], "the earliest, and no more than fit")
            heap.checkInvariants()
            #expect(timers.take(dueAt: 40, room: 4, from: &heap) == [4, 2])
            heap.checkInvariants()
            #expect(timers.first(in: heap) == 0)
        }
    }

    @Test func whatWasTakenIsOutAndCanBeSetAgain() async throws {
        try await withTimers([1, 2]) { timers in
            var heap = TimerHeap()
            for index in 0..<2 { timers.insert(index, into: &heap) }
            #expect(timers.take(dueAt: 1, room: 8, from: &heap) == [0])
            timers.remove(0, from: &heap)
            #expect(heap.count == 1, "it was out already")
            timers.insert(0, into: &heap)
            heap.checkInvariants()
            #expect(timers.first(in: heap) == 0)
        }
    }

    @Test func afterAPeakThoseThatAreLeftCanStillBeRemoved() async throws {
        try await withTimers((0..<10_000).map { UInt64($0) }) { timers in
            var heap = TimerHeap()
            for index in 0..<10_000 { timers.insert(index, into: &heap) }
            #expect(timers.take(dueAt: 9_899, room: 9_900, from: &heap).count == 9_900)
            #expect(heap.capacity < 10_000, "numbers have begun anew")
            heap.checkInvariants()
            for index in 9_900..<10_000 { timers.remove(index, from: &heap) }
            #expect(heap.count == 0)
        }
    }

    @Test func removingTwiceIsHarmless() async throws {
        try await withTimers([1, 2]) { timers in
            var heap = TimerHeap()
            timers.insert(0, into: &heap)
            timers.insert(1, into: &heap)
            timers.remove(0, from: &heap)
            timers.remove(0, from: &heap)
            #expect(heap.count == 1)
            #expect(timers.first(in: heap) == 1)
        }
    }

    @Test func aTimerThatWasRemovedMayBeSetAgain() async throws {
        try await withTimers([1, 2]) { timers in
            var heap = TimerHeap()
            timers.insert(1, into: &heap)
            timers.remove(1, from: &heap)
            timers.insert(1, into: &heap)
            timers.insert(0, into: &heap)
            heap.checkInvariants()
            #expect(timers.first(in: heap) == 0)
        }
    }

    @Test func aResetTimerMovesInBothDirections() async throws {
        try await withTimers([10, 20, 30]) { timers in
            var heap = TimerHeap()
            for index in 0..<3 { timers.insert(index, into: &heap) }
            #expect(timers.reset(0, to: 25, in: &heap))
            #expect(timers.first(in: heap) == 1)
            #expect(timers.reset(2, to: 5, in: &heap))
            #expect(timers.first(in: heap) == 2)
            #expect(timers.deadline(2) == 5)
            heap.checkInvariants()
            #expect(heap.count == 3)
        }
    }

    @Test func aTimerThatIsNotInIsPutInByAReset() async throws {
        try await withTimers([10, 20]) { timers in
            var heap = TimerHeap()
            timers.insert(0, into: &heap)
            #expect(!timers.reset(1, to: 1, in: &heap))
            #expect(timers.first(in: heap) == 1)
            timers.remove(1, from: &heap)
            #expect(!timers.reset(1, to: 99, in: &heap))
            #expect(timers.first(in: heap) == 0)
            #expect(heap.count == 2)
        }
    }

    @Test func aResetTimerComesLastAmongEqualDeadlines() async throws {
        try await withTimers([7, 7, 7]) { timers in
            var heap = TimerHeap()
            for index in 0..<3 { timers.insert(index, into: &heap) }
            #expect(timers.reset(0, to: 7, in: &heap))
            for expected in [1, 2, 0] {
                #expect(timers.first(in: heap) == expected)
                timers.remove(expected, from: &heap)
            }
        }
    }

    /// Random insertions, removals and resets, in the middle too, against a sorted array.
    @Test(arguments: 0..<60 as Range<UInt64>)
    func behavesLikeASortedArray(seed: UInt64) async throws {
        var random = Choice(seed: seed)
        let deadlines = (0..<64).map { _ in UInt64(random.below(20)) }
        try await withTimers(deadlines) { timers in
            var random = Choice(seed: ~seed)
            var heap = TimerHeap()
            var model: [(deadline: UInt64, order: Int, index: Int)] = []
            for order in 0..<1_000 {
                let index = random.below(64)
                let place = model.firstIndex { $0.index == index }
                if random.below(3) == 0 {
                    let deadline = UInt64(random.below(20))
                    let wasIn = timers.reset(index, to: deadline, in: &heap)
                    #expect(wasIn == (place != nil))
                    if let place { model.remove(at: place) }
                    model.append((deadline, order, index))
                } else if let place {
                    timers.remove(index, from: &heap)
                    model.remove(at: place)
                } else {
                    timers.insert(index, into: &heap)
                    model.append((timers.deadline(index), order, index))
                }
                heap.checkInvariants()
                #expect(heap.count == model.count)
                let first = model.min { ($0.deadline, $0.order) < ($1.deadline, $1.order) }
                #expect(timers.first(in: heap) == first?.index)
            }
        }
    }
}
