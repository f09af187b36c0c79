import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import BraidTesting
import Testing

/// A thousand draws among k ready cases: each within five standard deviations of its share.
@Suite struct SelectFairnessTests {
    private static func draws(among channels: [Channel<Int>]) throws -> [Int] {
        var taken = [Int](repeating: 0, count: channels.count)
        for _ in 0..<1_000 {
            let (index, _) = select(from: channels)
            taken[index] += 1
            try channels[index].send(0)
        }
        return taken
    }

    private static func expectFair(_ taken: [Int], ready: Int) {
        let share = 1_000.0 / Double(ready)
        let deviation = (share * (1 - 1 / Double(ready))).squareRoot()
        for count in taken where count > 0 {
            #expect(abs(Double(count) - share) < 5 * deviation, "\(taken)")
        }
        #expect(taken.count { $0 > 0 } == ready)
    }

    @Test(arguments: [2, 3, 4, 8])
    func amongReadyCasesTheChoiceIsFair(count: Int) async throws {
        try await bothWays(5) {
            let channels = (0..<count).map { _ in Channel<Int>(capacity: 1) }
            for channel in channels { try channel.send(0) }
            SelectFairnessTests.expectFair(try SelectFairnessTests.draws(among: channels), ready: count)
        }
    }

    /// A random start with a cyclic order would give the second of two ready neighbours a third only.
    @Test func twoNeighboursAmongThreeShareEqually() async throws {
        try await bothWays(5) {
            let channels = (0..<3).map { _ in Channel<Int>(capacity: 1) }
            for channel in channels.dropLast() { try channel.send(0) }
            SelectFairnessTests.expectFair(try SelectFairnessTests.draws(among: channels), ready: 2)
        }
    }

    @Test func inASeededRunTheSeedDecides() async throws {
        try await onPlainThread {
            func picks(seed: UInt64) throws -> [Int] {
                let trace = Trace<Int>()
                _ = try SeededRun(seed: seed) {
                    let channels = (0..<2).map { _ in Channel<Int>(capacity: 30) }
                    for channel in channels { for _ in 0..<30 { try channel.send(0) } }
                    for _ in 0..<30 { trace.add(select(from: channels).index) }
                }
                return trace.events
            }
            try #expect(picks(seed: 7) == picks(seed: 7))
            try #expect(Set((0..<20).map { try picks(seed: $0) }).count == 20)
        }
    }
}
