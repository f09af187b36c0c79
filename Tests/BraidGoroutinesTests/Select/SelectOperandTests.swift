import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import BraidTesting
import Testing

/// The channels and values of a select are evaluated once each, in source order, whichever case is taken.
@Suite struct SelectOperandTests {
    /// Notes that it is evaluated.
    private struct Operands: Sendable {
        let trace = Trace<Int>()

        func callAsFunction<Value>(_ number: Int, _ value: Value) -> Value {
            trace.add(number)
            return value
        }
    }

    @Test func ofTheBuilder() async throws {
        try await forSeeds {
            let (operand, channel) = (Operands(), Channel<Int>(capacity: 1))
            let absent: Channel<Int>? = nil
            let taken = try select {
                receive(from: operand(1, channel)) { _ in "received" }
                send(operand(2, 5), to: operand(3, channel)) { "sent" }
                receive(from: operand(4, absent)) { _ in "absent" }
                after(operand(5, .seconds(1))) { "late" }
            }
            #expect(taken == "sent")
            #expect(operand.trace.events == [1, 2, 3, 4, 5])
            #expect(channel.receive() == 5)
        }
    }

    @Test func ofTheBuilderThatWaits() async throws {
        try await forSeeds {
            let (operand, channel) = (Operands(), Channel<Int>())
            go {
                sleep(.seconds(1))
                _ = channel.receive()
            }
            try select {
                send(operand(1, 5), to: operand(2, channel))
                receive(from: operand(3, channel)) { _ in }
            }
            #expect(operand.trace.events == [1, 2, 3])
        }
    }

    @Test func ofTheArray() async throws {
        try await forSeeds {
            let (operand, channel) = (Operands(), Channel<Int>(capacity: 1))
            let (index, _) = try select([
                AnySelectCase.receive(from: operand(1, channel)),
                .send(operand(2, 5), to: operand(3, channel)), .after(operand(4, .seconds(1))),
            ])
            #expect(index == 1)
            #expect(operand.trace.events == [1, 2, 3, 4])
            #expect(channel.receive() == 5)
        }
    }

    /// The array's cases hold the channel: there is no other reference to it.
    @Test func aChannelThatOnlyACaseOfAnArrayHoldsIsThereUntilTheEnd() async throws {
        let census = Census()
        try await bothWays {
            let (index, _) = try select([
                AnySelectCase.send(census.citizen(), to: Channel<Census.Citizen>(capacity: 1))
            ])
            #expect(index == 0)
        }
        #expect(census.living == 0)
    }

    @Test func withAbsentChannelsOnlyTheBuilderWaitsForEver() async throws {
        try await onPlainThread {
            let run = try SeededRun(seed: 1) {
                let absent: Channel<Int>? = nil
                try select {
                    receive(from: absent) { _ in }
                    send(1, to: absent)
                }
            }
            #expect(!run.didEnd)
            #expect(run.stranded.first?.description.hasSuffix("waiting: select") == true)
        }
    }

    /// In a function of its own, so that nobody but the select holds the receiver.
    private static func aReceiverOfEight() -> Receiver<Int> {
        let (sender, receiver) = Channel<Int>.ends()
        go { try sender.send(8) }
        return receiver
    }

    @Test func anEndThatOnlyTheSelectHoldsLastsUntilItsEnd() async throws {
        try await forSeeds {
            switch select(.receive(from: SelectOperandTests.aReceiverOfEight()), .after(.seconds(1))) {
            case .first(let value): #expect(value == 8)
            case .second: Issue.record("nothing came")
            }
            let built = select {
                receive(from: SelectOperandTests.aReceiverOfEight()) { $0 }
                after(.seconds(1)) { nil }
            }
            #expect(built == 8)
            let (_, value) = select(from: [SelectOperandTests.aReceiverOfEight()])
            #expect(value == 8)
            let (_, mixed) = try select([
                AnySelectCase.receive(from: SelectOperandTests.aReceiverOfEight()), .after(.seconds(1)),
            ])
            #expect(mixed == 8)
            let ticked = select {
                receive(from: Ticker(.seconds(1))) { _ in true }
                after(.seconds(3)) { false }
            }
            #expect(ticked)
        }
    }
}
