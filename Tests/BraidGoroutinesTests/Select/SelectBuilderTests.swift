import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import Testing

@Suite struct SelectBuilderTests {
    private enum Event: Equatable {
        case number(Int?)
        case text(String?)
        case sent
        case late
        case idle
    }

    private struct Refused: Error, Equatable {}

    @Test func theArmThatWasTakenGivesTheValue() async throws {
        try await forSeeds {
            let (numbers, texts) = (Channel<Int>(capacity: 1), Channel<String>(capacity: 1))
            let event: Event = select {
                receive(from: numbers) { .number($0) }
                receive(from: texts) { .text($0) }
                otherwise { .idle }
            }
            #expect(event == .idle)
            try texts.send("hello")
            let next: Event = select {
                receive(from: numbers) { .number($0) }
                receive(from: texts) { .text($0) }
                after(.seconds(1)) { .late }
            }
            #expect(next == .text("hello"))
        }
    }

    @Test func byPriorityTheFirstArmThatIsReadyIsTaken() async throws {
        try await forSeeds {
            let (urgent, ordinary) = (Channel<Int>(capacity: 3), Channel<Int>(capacity: 3))
            for value in 0..<3 {
                try ordinary.send(10 + value)
                try urgent.send(value)
            }
            let taken = (0..<7).map { _ in
                select(order: .priority) {
                    receive(from: urgent) { $0 ?? -1 }
                    receive(from: ordinary) { $0 ?? -1 }
                    otherwise { -2 }
                }
            }
            #expect(taken == [0, 1, 2, 10, 11, 12, -2])
        }
    }

    @Test func anArmThatSendsMayFail() async throws {
        try await forSeeds {
            let channel = Channel<Int>(capacity: 1)
            func offer(_ value: Int) throws -> Event {
                try select {
                    send(value, to: channel) { .sent }
                    otherwise { .idle }
                }
            }
            try #expect(offer(1) == .sent)
            try #expect(offer(2) == .idle)
            #expect(channel.receive() == 1)
            try channel.close()
            #expect(throws: ChannelClosed.self) { try offer(3) }
        }
    }

    @Test func whatAnArmThrowsLeavesTheSelect() async throws {
        try await forSeeds {
            let channel = Channel<Int>(capacity: 1)
            try channel.send(1)
            #expect(throws: Refused.self) {
                try select {
                    receive(from: channel) { _ in throw Refused() }
                    after(.seconds(1)) {}
                }
            }
        }
    }

    @Test func onlyTheArmThatWasTakenRunsAndItsFunctionsVariablesChange() async throws {
        try await bothWays {
            let (one, other) = (Channel<Int>(capacity: 1), Channel<Int>(capacity: 1))
            var seen: [Int] = []
            for value in [1, 2, 3] {
                try (value == 2 ? other : one).send(value)
                select {
                    receive(from: one) { seen.append($0 ?? -1) }
                    receive(from: other) { seen.append(10 * ($0 ?? -1)) }
                }
            }
            #expect(seen == [1, 20, 3])
        }
    }

    /// Not `Sendable`: whoever sends it has it no more.
    private final class Parcel {
        var stamps = 0
    }

    @Test func whatIsNotSendableIsGivenUpToItsArm() async throws {
        try await bothWays {
            let (one, other) = (Channel<Parcel>(capacity: 1), Channel<Parcel>(capacity: 1))
            try one.send(Parcel())
            try select {
                receive(from: one) { parcel in
                    parcel?.stamps += 1
                    if let parcel { try other.send(parcel) }
                }
                after(.seconds(1)) {}
            }
            let stamps: Int? = select {
                receive(from: other) { $0?.stamps }
                otherwise { nil }
            }
            #expect(stamps == 1)
        }
    }

    @Test func eightArms() async throws {
        try await forSeeds {
            let channels = (0..<8).map { _ in Channel<Int>() }
            go { for (index, channel) in channels.enumerated() { try channel.send(index) } }
            var sum = 0
            for _ in 0..<8 {
                sum += select {
                    receive(from: channels[0]) { $0 ?? -100 }
                    receive(from: channels[1]) { $0 ?? -100 }
                    receive(from: channels[2]) { $0 ?? -100 }
                    receive(from: channels[3]) { $0 ?? -100 }
                    receive(from: channels[4]) { $0 ?? -100 }
                    receive(from: channels[5]) { $0 ?? -100 }
                    receive(from: channels[6]) { $0 ?? -100 }
                    receive(from: channels[7]) { $0 ?? -100 }
                }
            }
            #expect(sum == 28)
        }
    }

    @Test func valuesOfArmsThatWereNotTakenAreReleased() async throws {
        let census = Census()
        try await forSeeds {
            let (one, other) = (Channel<Census.Citizen>(), Channel<Census.Citizen>(capacity: 1))
            try select {
                send(census.citizen(), to: one)
                send(census.citizen(), to: other)
            }
            #expect(census.living == 1)
            withExtendedLifetime(other) {}
        }
        #expect(census.living == 0)
    }
}
