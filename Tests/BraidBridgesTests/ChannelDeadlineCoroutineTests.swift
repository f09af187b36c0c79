import BraidBridges
import BraidGoroutines
import Testing

@Suite struct ChannelDeadlineCoroutineTests {
    @Test func aWaitEndsWithItsDeadline() async throws {
        try await threeWays {
            let channel = Channel<Int>()
            await #expect(throws: ContextError.deadlineExceeded) {
                try await channel.receive(within: .microseconds(1))
            }
            await #expect(throws: ContextError.deadlineExceeded) {
                try await channel.send(1, within: .microseconds(1))
            }
            try #expect(channel.trySend(1) == false, "nobody waits there any more")
        }
    }

    @Test func aWaitEndsWithItsContext() async throws {
        try await threeWays {
            let channel = Channel<Int>(capacity: 1)
            let (context, cancel) = Context.background.withCancel()
            try await channel.sending.send(1, in: context)
            #expect(try await channel.receiving.receive(in: context) == 1)
            let receiver = taskHere { try await channel.receive(in: context) }
            cancel()
            await #expect(throws: ContextError.cancelled) { try await receiver.value }
            await #expect(throws: ContextError.cancelled) { try await channel.send(1, in: context) }
        }
    }
}
