import BraidGoroutines
import BraidTestSeeds
import BraidTesting
import Testing

/// A channel as a sequence.
@Suite struct ReceivingTests {
    private static func numbers(_ count: Int) throws -> Channel<Int> {
        let channel = Channel<Int>(capacity: count)
        for number in 0..<count { try channel.send(number) }
        try channel.close()
        return channel
    }

    @Test func itIsMappedReducedAndSearched() async throws {
        try await bothWays(5) {
            try #expect(Self.numbers(4).map { $0 * 2 } == [0, 2, 4, 6])
            try #expect(Self.numbers(4).receiving.reduce(0, +) == 6)
            try #expect(Self.numbers(4).reduce(into: []) { $0.append(-$1) } == [0, -1, -2, -3])
            let channel = try Self.numbers(4)
            #expect(channel.first { $0 > 1 } == 2)
            #expect(Array(channel) == [3], "those before it are gone")
            #expect(channel.first { _ in true } == nil)
        }
    }

    @Test func onlyItsFirstValuesAreTaken() async throws {
        try await bothWays(5) {
            let channel = try Self.numbers(5)
            #expect(Array(channel.prefix(2)) == [0, 1])
            #expect(channel.prefix { $0 < 3 } == [2])
            #expect(Array(channel) == [4], "what ended the beginning is gone")
        }
    }
}
