@testable import BraidCore
import Testing

@Suite struct ChoiceTests {
    private func draws(seed: UInt64, below bound: Int, count: Int) -> [Int] {
        var choice = Choice(seed: seed)
        return (0..<count).map { _ in choice.below(bound) }
    }

    @Test func theSameSeedGivesTheSameNumbers() {
        #expect(draws(seed: 7, below: 1_000, count: 100) == draws(seed: 7, below: 1_000, count: 100))
    }

    @Test func neighbouringSeedsHaveNothingInCommon() {
        let pairs = zip(
            draws(seed: 7, below: 1_000, count: 1_000), draws(seed: 8, below: 1_000, count: 1_000))
        #expect(pairs.count { $0 == $1 } < 10)
    }

    @Test func everyNumberBelowTheBoundIsDrawn() {
        let counts = draws(seed: 3, below: 5, count: 10_000).reduce(into: [Int: Int]()) {
            $0[$1, default: 0] += 1
        }
        #expect(counts.keys.sorted() == [0, 1, 2, 3, 4])
        for (_, count) in counts { #expect((1_800...2_200).contains(count)) }
    }

    @Test func aBoundOfOneLeavesNoChoice() {
        #expect(draws(seed: 3, below: 1, count: 10).allSatisfy { $0 == 0 })
    }
}
