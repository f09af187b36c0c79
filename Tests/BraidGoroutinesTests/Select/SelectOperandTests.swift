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
}
