import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import BraidTesting
import Testing

/// A thousand draws among k ready cases: each within five standard deviations of its share.
@Suite struct SelectFairnessTests {
    /// How often each was taken. All but the one that is not drained by it are filled again.
    private static func draws(among channels: [Channel<Int>], undrained: Int? = nil) throws -> [Int] {
        var taken = [Int](repeating: 0, count: channels.count)
        for _ in 0..<1_000 {
            let (index, _) = select(from: channels)
            taken[index] += 1
            if index != undrained { try channels[index].send(0) }
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

    /// Whether a sender waits at an unbuffered channel is not to be seen without its lock.
    @Test func aWaitingSenderIsDrawnAsOftenAsAFullBuffer() async throws {
        try await forSeeds(5) {
            let channels = [Channel<Int>(), Channel<Int>(capacity: 1)]
            for _ in 0..<1_000 { go { try? channels[0].send(0) } }
            try channels[1].send(0)
            sleep(.seconds(1))
            let taken = try SelectFairnessTests.draws(among: channels, undrained: 0)
            SelectFairnessTests.expectFair(taken, ready: 2)
            try channels[0].close()
        }
    }

    /// Nor is it that a channel without values is ready since it is closed.
    @Test func aClosedChannelIsDrawnAsOftenAsAFullBuffer() async throws {
        try await bothWays(5) {
            let channels = [Channel<Int>(capacity: 1), Channel<Int>(capacity: 1)]
            try channels[0].close()
            try channels[1].send(0)
            let taken = try SelectFairnessTests.draws(among: channels, undrained: 0)
            SelectFairnessTests.expectFair(taken, ready: 2)
        }
    }

    /// A full buffer is taken at a glance; what stands before it in a select by priority is taken all the same.
    @Test func byPriorityAWaitingSenderComesBeforeAFullBuffer() async throws {
        try await forSeeds(5) {
            let (unbuffered, full) = (Channel<Int>(), Channel<Int>(capacity: 1))
            for number in 0..<10 { go { try unbuffered.send(number) } }
            try full.send(0)
            sleep(.seconds(1))
            for _ in 0..<10 { #expect(select(order: .priority, from: [unbuffered, full]).index == 0) }
            #expect(select(order: .priority, from: [unbuffered, full]).index == 1)
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
