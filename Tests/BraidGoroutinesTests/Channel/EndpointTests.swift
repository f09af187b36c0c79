import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import Testing

@Suite struct EndpointTests {
    /// In a function of its own, so that no variable of the test holds the sender.
    private static func numbers(_ count: Int, senders: Int = 1) -> Receiver<Int> {
        let (sender, receiver) = Channel<Int>.ends()
        for _ in 0..<senders { go { for number in 0..<count { try sender.send(number) } } }
        return receiver
    }

    @Test func theLastSenderClosesTheChannel() async throws {
        try await forSeeds {
            #expect(Array(EndpointTests.numbers(5)) == [0, 1, 2, 3, 4])
            #expect(EndpointTests.numbers(5, senders: 3).reduce(0, +) == 30)
        }
    }

    @Test func withoutAReceiverASendFailsAndNamesBothPlaces() async throws {
        try await forSeeds {
            let sender = { Channel<Int>.ends(line: 41).sender }()
            let sending = spawn(name: "producer", line: 42) { () throws(ChannelClosed) in try sender.send(1) }
            let error = caught { () throws(ChannelClosed) in try sending.join() }
            let reason = error?.reason ?? ""
            #expect(
                reason.contains("the receiver made at BraidGoroutinesTests/EndpointTests.swift:41"),
                "\(reason)")
            #expect(reason.contains("\"producer\" created at BraidGoroutinesTests/EndpointTests.swift:42"))
            #expect(error.map { "\($0)".hasPrefix("the channel is closed: ") } == true)
        }
    }

    @Test func aSenderThatWaitsFailsWhenTheReceiverGoes() async throws {
        try await forSeeds {
            let (sender, gate) = (Shared<Sender<Int>?>(nil), Channel<Void>())
            go {
                let (end, receiver) = Channel<Int>.ends()
                sender.withLock { $0 = end }
                _ = gate.receive()
                withExtendedLifetime(receiver) {}
            }
            sleep(.seconds(1))
            let sending = spawn { () throws(ChannelClosed) in try sender.value?.send(1) }
            sleep(.seconds(1))
            try gate.close()
            #expect(caught { () throws(ChannelClosed) in try sending.join() }?.reason != nil)
        }
    }

    @Test func whatNobodyCanReceiveIsReleased() async throws {
        let census = Census()
        try await forSeeds {
            let sender = {
                let (sender, receiver) = Channel<Census.Citizen>.ends(capacity: 3)
                for _ in 0..<3 { try? sender.send(census.citizen()) }
                withExtendedLifetime(receiver) {}
                return sender
            }()
            #expect(census.living == 0)
            withExtendedLifetime(sender) {}
        }
    }

    @Test func theEndsCanBeSelected() async throws {
        try await forSeeds {
            let (sender, receiver) = Channel<Int>.ends(capacity: 1)
            try #expect(shown(select(.send(1, to: sender), .otherwise)) == "first")
            #expect(shown(select(.receive(from: receiver), .otherwise)) == "first 1")
            try sender.close()
            #expect(receiver.receive() == nil)
            #expect(caught { () throws(ChannelClosed) in try sender.close() }?.reason == nil)
        }
    }

    @Test func theViewsOfAChannelAreTheChannel() async throws {
        try await forSeeds {
            let channel = Channel<Int>(capacity: 2)
            let (sending, receiving) = (channel.sending, channel.receiving)
            try sending.send(1)
            try #expect(sending.trySend(2))
            #expect(sending.count == 2 && receiving.count == 2 && receiving.capacity == 2)
            #expect(receiving.receive() == 1)
            #expect(receiving.tryReceive() == 2)
            try sending.send(3)
            try sending.close()
            #expect(Array(receiving) == [3])
        }
    }

    @Test func anEndWaitsNoLongerThanADeadlineOrContext() async throws {
        try await forSeeds {
            let (sender, receiver) = Channel<Int>.ends()
            let (context, cancel) = Context.background.withCancel()
            #expect(throws: ContextError.deadlineExceeded) { try sender.send(1, within: .seconds(1)) }
            #expect(throws: ContextError.deadlineExceeded) { try receiver.receive(within: .seconds(1)) }
            go { try sender.send(2, within: .seconds(1)) }
            try #expect(receiver.receive(within: .seconds(1)) == 2)
            go { try sender.send(3, in: context) }
            try #expect(receiver.receive(in: context) == 3)
            cancel()
            #expect(throws: ContextError.cancelled) { try sender.send(4, in: context) }
            #expect(throws: ContextError.cancelled) { try receiver.receive(in: context) }
            withExtendedLifetime((sender, receiver)) {}
        }
    }

    @Test func aSendWithADeadlineNamesBothPlacesToo() async throws {
        try await forSeeds {
            let sender = { Channel<Int>.ends(line: 41).sender }()
            for send in [
                { try sender.send(1, within: .seconds(1)) }, { try sender.send(1, in: .background) },
            ] {
                let error = caught(send) as? ChannelClosed
                #expect(
                    error?.reason?.contains("EndpointTests.swift:41") == true, "\(String(describing: error))")
            }
        }
    }

    /// Through a select in each of its forms, and through the sending side alone.
    @Test func aSendThatIsRefusedElsewhereNamesBothPlacesToo() async throws {
        try await forSeeds(10) {
            let sender = { Channel<Int>.ends(line: 41).sender }()
            let idle = Channel<Int>()
            let ways: [@Sendable () throws -> Void] = [
                { try sender.sending.send(1) }, { _ = try sender.sending.trySend(1) },
                { _ = try select(.receive(from: idle), .send(1, to: sender)) },
                { _ = try select(.send(1, to: sender.sending), .receive(from: idle), .receive(from: idle)) },
                {
                    _ = try select(
                        .receive(from: idle), .receive(from: idle), .send(1, to: sender), .after(.seconds(1)))
                },
                {
                    try select {
                        receive(from: idle) { _ in }
                        send(1, to: sender)
                    }
                },
                { _ = try select([AnySelectCase.receive(from: idle), .send(1, to: sender)]) },
            ]
            for way in ways {
                let sending = spawn(name: "producer", line: 42) { () throws(any Error) in try way() }
                let error = caught { () throws(any Error) in try sending.join() } as? ChannelClosed
                let reason = error?.reason ?? "none"
                #expect(
                    reason.contains("the receiver made at BraidGoroutinesTests/EndpointTests.swift:41"),
                    "\(reason)")
                #expect(
                    reason.contains("\"producer\" created at BraidGoroutinesTests/EndpointTests.swift:42"))
            }
        }
    }

    /// Of several that were closed the one that the select took, and no reason where there is none.
    @Test func aSelectNamesThePlacesOfTheSendThatItTook() async throws {
        try await forSeeds {
            let (one, other) = (
                { Channel<Int>.ends(line: 1).sender }(), { Channel<Int>.ends(line: 2).sender }()
            )
            let plain = Channel<Int>()
            try plain.close()
            let taken = { (error: (any Error)?) in (error as? ChannelClosed)?.reason ?? "none" }
            let first = taken(
                caught { _ = try select(order: .priority, .send(1, to: one), .send(1, to: other)) })
            #expect(first.contains("EndpointTests.swift:1 "))
            let second = taken(
                caught { _ = try select(order: .priority, .send(1, to: other), .send(1, to: one)) })
            #expect(second.contains("EndpointTests.swift:2 "))
            #expect(
                taken(caught { _ = try select(order: .priority, .send(1, to: plain), .send(1, to: one)) })
                    == "none")
        }
    }
}
