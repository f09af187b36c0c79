import BraidTestSupport
import Testing

@testable import BraidCore

@Suite struct SlabSetTests {
    private func ends(_ set: inout SlabSet) -> [Int?] { [set.first, set.last] }

    @Test func anEmptySetHasNoEnds() {
        var set = SlabSet()
        #expect(ends(&set) == [nil, nil])
        set.set(70, to: true)
        set.set(70, to: false)
        #expect(ends(&set) == [nil, nil] && set.count == 0)
        set.checkInvariants()
    }

    @Test func sayingTheSameTwiceCountsOnce() {
        var set = SlabSet()
        for _ in 0..<2 { set.set(3, to: true) }
        #expect(set.count == 1 && set.contains(3))
        for _ in 0..<2 { set.set(3, to: false) }
        #expect(set.count == 0 && !set.contains(3))
    }

    /// Members come and go at random, beside a set of the standard library.
    @Test(arguments: 0..<20 as Range<UInt64>) func theEndsAreThoseOfAnOrdinarySet(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var (set, model) = (SlabSet(), Set<Int>())
        let range = seed % 2 == 0 ? 0..<100 : 0..<20_000
        for _ in 0..<2_000 {
            let index = Int.random(in: range, using: &generator)
            if Int.random(in: 0..<3, using: &generator) == 0 {
                model.insert(index)
                set.set(index, to: true)
            } else {
                // Mostly one that is in, so that the set is empty now and then.
                let leaving = model.sorted().randomElement(using: &generator) ?? index
                model.remove(leaving)
                set.set(leaving, to: false)
            }
            #expect(ends(&set) == [model.min(), model.max()])
            #expect(set.count == model.count)
        }
        set.checkInvariants()
    }
}
