import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import Testing

/// First come, first served. Who comes first is said by virtual time.
@Suite struct ChannelOrderTests {
    @Test(arguments: [0, 1, 3])
    func waitingSendersAreServedInTheirOrder(capacity: Int) async throws {
        try await forSeeds {
            let channel = Channel<Int>(capacity: capacity)
            for value in 0..<10 {
                go { try channel.send(value) }
                sleep(.seconds(1))
            }
            for value in 0..<10 { #expect(channel.receive() == value) }
        }
    }

    @Test(arguments: [0, 1, 3])
    func waitingReceiversAreServedInTheirOrder(capacity: Int) async throws {
        try await forSeeds {
            let channel = Channel<Int>(capacity: capacity)
            let receivers = (0..<10).map { _ in
                defer { sleep(.seconds(1)) }
                return spawn { channel.receive() }
            }
            for value in 0..<10 { try channel.send(value) }
            for (value, receiver) in receivers.enumerated() { #expect(receiver.join() == value) }
        }
    }

    @Test func aFullBufferIsRefilledFromTheFirstWaitingSender() async throws {
        try await forSeeds {
            let channel = Channel<String>(capacity: 2)
            try channel.send("buffered 1")
            try channel.send("buffered 2")
            for name in ["waiting 1", "waiting 2"] {
                go { try channel.send(name) }
                sleep(.seconds(1))
            }
            #expect(channel.receive() == "buffered 1")
            #expect(channel.count == 2, "the first who waited moved up at once")
            try #expect(channel.trySend("overtaking") == false)
            for expected in ["buffered 2", "waiting 1", "waiting 2"] {
                #expect(channel.receive() == expected)
            }
        }
    }

    /// The value is handed over: a receiver that comes later cannot take it from one that was woken.
    @Test func aLateReceiverDoesNotOvertakeOneThatWasServed() async throws {
        try await forSeeds {
            let channel = Channel<Int>()
            let early = spawn { channel.receive() }
            sleep(.seconds(1))
            try channel.send(1)
            #expect(channel.tryReceive() == nil)
            #expect(early.join() == 1)
        }
    }

    @Test func oneSendersValuesKeepTheirOrder() async throws {
        try await forSeeds {
            let channel = Channel<Int>(capacity: 4)
            go {
                for value in 0..<50 { try channel.send(value) }
                try channel.close()
            }
            #expect(Array(channel) == Array(0..<50))
        }
    }
}
