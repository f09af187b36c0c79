import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import BraidTesting
import Testing

@Suite struct ChannelCloseTests {
    @Test func closingAClosedChannelIsAnError() async throws {
        try await bothWays {
            let channel = Channel<Int>()
            try channel.close()
            let error = caught { () throws(ChannelClosed) in try channel.close() }
            #expect(error == ChannelClosed())
        }
    }

    @Test(arguments: [0, 1])
    func sendingOnAClosedChannelIsAnError(capacity: Int) async throws {
        try await bothWays {
            let channel = Channel<Int>(capacity: capacity)
            try channel.close()
            #expect(caught { () throws(ChannelClosed) in try channel.send(1) } == ChannelClosed())
            #expect(caught { () throws(ChannelClosed) in _ = try channel.trySend(1) } == ChannelClosed())
            #expect(channel.receive() == nil, "what was refused is not received")
        }
    }

    @Test(arguments: [0, 1])
    func aSenderThatWaitsFailsWhenTheChannelIsClosed(capacity: Int) async throws {
        try await forSeeds {
            let channel = Channel<Int>(capacity: capacity)
            for value in 0..<capacity { try channel.send(value) }
            let sender = spawn { () throws(ChannelClosed) in try channel.send(99) }
            sleep(.seconds(1))
            try channel.close()
            #expect(caught { () throws(ChannelClosed) in try sender.join() } == ChannelClosed())
            for value in 0..<capacity { #expect(channel.receive() == value) }
            #expect(channel.receive() == nil)
        }
    }

    @Test func everySenderThatWaitsFails() async throws {
        try await forSeeds {
            let channel = Channel<Int>()
            let senders = (0..<5).map { value in spawn { () throws(ChannelClosed) in try channel.send(value) }
            }
            sleep(.seconds(1))
            try channel.close()
            for sender in senders {
                #expect(caught { () throws(ChannelClosed) in try sender.join() } == ChannelClosed())
            }
        }
    }

    @Test func aClosedChannelGivesItsBufferFirstAndThenNilForEver() async throws {
        try await bothWays {
            let channel = Channel<Int>(capacity: 3)
            try channel.send(1)
            try channel.send(2)
            try channel.close()
            #expect(channel.count == 2)
            #expect(channel.receive() == 1)
            #expect(channel.tryReceive() == 2)
            for _ in 0..<3 {
                #expect(channel.receive() == nil)
                #expect(channel.tryReceive() == nil)
            }
        }
    }

    @Test func closingWakesEveryReceiver() async throws {
        try await forSeeds {
            let channel = Channel<Int>()
            let receivers = (0..<5).map { _ in spawn { channel.receive() } }
            sleep(.seconds(1))
            try channel.close()
            for receiver in receivers { #expect(receiver.join() == nil) }
        }
    }

    @Test func closingWakesGoroutinesAndPlainThreads() async throws {
        let channel = Channel<Int>()
        async let thread = onPlainThread { channel.receive() }
        try await onPlainThread {
            let goroutine = spawn { channel.receive() }
            try channel.close()
            #expect(goroutine.join() == nil)
        }
        try await #expect(thread == nil)
    }

    @Test func theErrorHasAClearDescription() {
        #expect("\(ChannelClosed())" == "the channel is closed")
    }
}
