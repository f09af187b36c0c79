import BraidGoroutines
import BraidTesting
import Testing

@Suite struct ChannelTests {
    @Test func aValueGoesFromSenderToReceiver() async throws {
        let value = try await onPlainThread {
            let channel = Channel<Int>()
            go { try channel.send(42) }
            return channel.receive()
        }
        #expect(value == 42)
    }
}
