import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import BraidTesting
import Testing

@Suite struct ChannelDeadlineTests {
    @Test func aReceiveEndsWithItsDeadline() async throws {
        try await onPlainThread {
            let run = try SeededRun(seed: 1) {
                let channel = Channel<Int>()
                #expect(throws: ContextError.deadlineExceeded) { try channel.receive(within: .seconds(2)) }
                #expect(throws: ContextError.deadlineExceeded) { try channel.receive(within: .zero) }
                try #expect(!channel.trySend(1), "nobody waits there any more")
            }
            #expect(run.elapsed == .seconds(2))
        }
    }

    @Test func aSendEndsWithItsDeadline() async throws {
        try await forSeeds {
            let channel = Channel<Int>()
            #expect(throws: ContextError.deadlineExceeded) { try channel.send(1, within: .seconds(2)) }
            #expect(channel.tryReceive() == nil, "nobody waits there any more")
        }
    }

    @Test func whatComesInTimeIsReceived() async throws {
        try await forSeeds {
            let channel = Channel<Int>()
            go {
                sleep(.seconds(1))
                try channel.send(1, within: .seconds(1))
                try channel.close()
            }
            try #expect(channel.receive(within: .seconds(2)) == 1)
            try #expect(channel.receive(within: .seconds(2)) == nil)
            #expect(throws: ChannelClosed.self) { try channel.send(1, within: .seconds(1)) }
        }
    }

    @Test func aWaitEndsWithItsContext() async throws {
        try await forSeeds {
            let channel = Channel<Int>()
            let (context, cancel) = Context.background.withCancel()
            let receiver = spawn { () throws(ContextError) in try channel.receive(in: context) }
            let sender = spawn { () throws(any Error) in try Channel<Int>().send(1, in: context) }
            sleep(.seconds(1))
            cancel()
            #expect(caught { () throws(ContextError) in _ = try receiver.join() } == .cancelled)
            #expect(throws: ContextError.cancelled) { try sender.join() }
            try #expect(!channel.trySend(1), "nobody waits there any more")
        }
    }

    @Test func anEndedContextComesBeforeAValue() async throws {
        try await forSeeds {
            let channel = Channel<Int>(capacity: 1)
            try channel.send(1)
            let (context, _) = Context.background.withTimeout(.zero)
            #expect(throws: ContextError.deadlineExceeded) { try channel.receive(in: context) }
            #expect(channel.count == 1)
            try #expect(channel.receive(in: .background) == 1)
            try channel.send(2, in: .background)
        }
    }
}
