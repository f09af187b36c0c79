import BraidGoroutines
import BraidTestSeeds
import BraidTesting
import Testing

@Suite struct AbsentChannelTests {
    @Test func receivingFromOneThatIsAbsentWaitsForEver() async throws {
        try await onPlainThread {
            let run = try SeededRun(seed: 1) {
                let absent: Channel<Int>? = nil
                absent.receive()
            }
            #expect(!run.didEnd)
            let context = try SeededRun(seed: 1) { Context.background.done.receive() }
            #expect(!context.didEnd)
        }
    }

    @Test func sendingToOneThatIsAbsentWaitsForEver() async throws {
        try await onPlainThread {
            let run = try SeededRun(seed: 1) {
                let absent: SendChannel<Int>? = nil
                try absent.send(1)
            }
            #expect(!run.didEnd)
        }
    }

    @Test func oneThatIsThereIsUsed() async throws {
        try await bothWays {
            let channel: Channel<Int>? = Channel(capacity: 1)
            try channel.send(1)
            #expect(channel.receive() == 1)
            try channel?.close()
            #expect(channel.receive() == nil)
            #expect(caught { () throws(ChannelClosed) in try channel.send(2) } == ChannelClosed())
        }
    }

    @Test func withTheQuestionMarkItIsSwifts() async throws {
        try await forSeeds(1) {
            let absent: Channel<Int>? = nil
            #expect(absent?.receive() == nil)
        }
    }
}
