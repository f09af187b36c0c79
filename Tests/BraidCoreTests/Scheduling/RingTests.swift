@testable import BraidCore
import BraidTestSupport
import Testing

@Suite struct RingTests {
    @Test func isFirstInFirstOut() {
        var ring = Ring<Int>()
        #expect(ring.popFirst() == nil)
        for number in 0..<10 { ring.append(number) }
        #expect(ring.count == 10)
        for number in 0..<10 { #expect(ring.popFirst() == number) }
        #expect(ring.isEmpty == true)
        #expect(ring.popFirst() == nil)
    }

    /// 64 slots at first; wraps around before it grows, so that growing has two pieces to move.
    @Test func growsWithoutLosingTheOrder() {
        var ring = Ring<Int>()
        for number in 0..<40 { ring.append(number) }
        for number in 0..<40 { #expect(ring.popFirst() == number) }
        for number in 0..<300 { ring.append(number) }
        for number in 0..<300 { #expect(ring.popFirst() == number) }
    }

    /// What a peak has taken is given back, and what is left keeps its order.
    @Test func shrinksAfterAPeak() {
        var ring = Ring<Int>()
        for number in 0..<100_000 { ring.append(number) }
        #expect(ring.capacity == 131_072)
        for number in 0..<99_990 { #expect(ring.popFirst() == number) }
        #expect(ring.capacity == Ring<Int>.keptCapacity)
        for number in 99_990..<100_000 { #expect(ring.popFirst() == number) }
    }

    /// At no size does one step more or less change it again.
    @Test func doesNotChangeItsSizeToAndFro() {
        var ring = Ring<Int>()
        for number in 0..<10_000 { ring.append(number) }
        while ring.count > 1_000 {
            let before = ring.capacity
            _ = ring.popFirst()
            guard ring.capacity < before else { continue }
            let after = ring.capacity
            for number in 0..<after / 8 { ring.append(number) }
            for _ in 0..<after / 8 { _ = ring.popFirst() }
            #expect(ring.capacity == after)
        }
    }

    /// From every place in the memory, so that both parts are met.
    @Test(arguments: [0, 1, 40, 63])
    func manyAtOnceKeepTheirOrder(start: Int) {
        var ring = Ring<String>()
        for number in 0..<start { ring.append("\(number)") }
        for _ in 0..<start { _ = ring.popFirst() }
        var (written, read) = (0, 0)
        for count in [0, 50, 14, 1, 200] {
            // Safety: each slot that is given is initialized once.
            unsafe ring.append(count: count) { room in
                for place in room.indices {
                    unsafe room.initializeElement(at: place, to: "\(written)")
                    written += 1
                }
            }
        }
        let count = ring.count
        #expect(count == 265)
        for count in [0, 64, 1, 190] {
            // Safety: each slot that is given is moved out of once.
            unsafe ring.popFirst(count: count) { oldest in
                for place in oldest.indices {
                    let element = unsafe oldest.moveElement(from: place)
                    #expect(element == "\(read)")
                    read += 1
                }
            }
        }
        for number in read..<265 { #expect(ring.popFirst() == "\(number)") }
    }

    @Test func shrinksAfterManyWereTakenAtOnce() {
        var ring = Ring<Int>()
        for number in 0..<10_000 { ring.append(number) }
        let before = ring.capacity
        // Safety: numbers need no ending.
        unsafe ring.popFirst(count: 9_990) { _ in }
        let after = ring.capacity
        #expect(after == before / 2)
        #expect(ring.popFirst() == 9_990)
    }

    @Test func aPlaceInTheMiddleIsTakenAndTheFirstMovesThere() {
        var ring = Ring<Int>()
        for number in 0..<5 { ring.append(number) }
        #expect(ring.pop(at: 3) == 3)
        #expect((0..<4).map { _ in ring.popFirst() } == [1, 2, 0, 4])
    }

    @Test func aPlaceBeyondTheEndIsNothing() {
        var ring = Ring<Int>()
        #expect(ring.pop(at: 0) == nil)
        ring.append(9)
        #expect(ring.pop(at: 1) == nil)
        #expect(ring.pop(at: 0) == 9)
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func behavesLikeAnArray(seed: UInt64) {
        var random = Choice(seed: seed)
        var ring = Ring<String>()
        var model: [String] = []
        for number in 0..<2_000 {
            switch random.below(5) {
            case 0...2:
                ring.append("element \(number), long enough for the heap")
                model.append("element \(number), long enough for the heap")
            case 3:
                #expect(ring.popFirst() == (model.isEmpty ? nil : model.removeFirst()))
            default:
                let place = random.below(max(1, model.count))
                if !model.isEmpty { model.swapAt(0, place) }
                #expect(ring.pop(at: place) == (model.isEmpty ? nil : model.removeFirst()))
            }
            #expect(ring.count == model.count)
        }
        for element in model { #expect(ring.popFirst() == element) }
    }

    @Test func whatIsLeftIsReleasedWithTheRing() {
        let census = Census()
        do {
            var ring = Ring<Census.Citizen>()
            for _ in 0..<50 { ring.append(census.citizen()) }
            for _ in 0..<30 { _ = ring.popFirst() }
            for _ in 0..<100 { ring.append(census.citizen()) }
            #expect(census.living == 120)
            #expect(ring.count == 120)
        }
        #expect(census.living == 0)
    }
}
