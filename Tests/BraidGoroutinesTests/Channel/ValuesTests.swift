import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import Testing

@Suite struct ValuesTests {
    @Test func aLoopEndsWithItsContext() async throws {
        try await forSeeds {
            let channel = Channel<Int>()
            let (context, cancel) = Context.background.withCancel()
            let received = spawn { () throws(Never) in channel.values(in: context).reduce(0, +) }
            for value in 1...4 { try channel.send(value) }
            sleep(.seconds(1))
            cancel()
            #expect(received.join() == 10)
            try #expect(!channel.trySend(5), "nobody waits there any more")
        }
    }

    @Test func aLoopWithAContextEndsWhenTheChannelIsClosedAndDrained() async throws {
        try await forSeeds {
            let channel = Channel<Int?>(capacity: 3)
            for value in [1, nil, 3] { try channel.send(value) }
            try channel.close()
            #expect(Array(channel.receiving.values(in: .background)) == [1, nil, 3])
        }
    }

    @Test func anEndedContextComesBeforeWhatALoopWouldReceive() async throws {
        try await forSeeds {
            let channel = Channel<Int>(capacity: 1)
            try channel.send(1)
            let (context, _) = Context.background.withTimeout(.zero)
            #expect(Array(channel.values(in: context)) == [])
            #expect(channel.count == 1)
        }
    }

    @Test func aLoopHoldsTheEndThatItReceivesFrom() async throws {
        try await forSeeds {
            func produce() -> Receiver<Int> {
                let (sender, receiver) = Channel<Int>.ends()
                go { for value in 0..<5 { try sender.send(value) } }
                return receiver
            }
            var sum = 0
            for value in produce().values(in: .background) { sum += value }
            #expect(sum == 10)
            let (context, _) = Context.background.withTimeout(.milliseconds(4_500))
            #expect(Array(Ticker(.seconds(1)).values(in: context)).count == 4)
        }
    }
}
