import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import Testing

/// Values are moved as bytes, so each must be released exactly once, wherever its way ends.
@Suite struct ChannelLifetimeTests {
    /// Runs `body` on a plain thread and expects that every citizen it made is gone afterwards.
    private func expectNobodyLeft(_ body: @escaping @Sendable (Census) throws -> Void) async throws {
        let census = Census()
        try await bothWays { try body(census) }
        #expect(census.living == 0)
    }

    @Test(arguments: [0, 1, 7])
    func whatIsReceivedIsReleasedByTheReceiver(capacity: Int) async throws {
        try await expectNobodyLeft { census in
            let channel = Channel<Census.Citizen>(capacity: capacity)
            let sender = spawn {
                for number in 0..<100 { try channel.send(census.citizen(number)) }
                try channel.close()
            }
            var number = 0
            for citizen in channel {
                #expect(citizen.number == number)
                number += 1
            }
            try sender.join()
            #expect(number == 100)
        }
    }

    @Test func whatIsLeftInADroppedChannelIsReleased() async throws {
        try await expectNobodyLeft { census in
            let channel = Channel<Census.Citizen>(capacity: 8)
            // The buffer has gone around, so what is left lies at both of its ends.
            for _ in 0..<5 { try channel.send(census.citizen()) }
            for _ in 0..<5 { _ = channel.receive() }
            for _ in 0..<6 { try channel.send(census.citizen()) }
            #expect(census.living == 6)
        }
    }

    @Test func whatIsLeftInAClosedChannelIsReleased() async throws {
        try await expectNobodyLeft { census in
            let channel = Channel<Census.Citizen>(capacity: 8)
            for _ in 0..<6 { try channel.send(census.citizen()) }
            try channel.close()
            _ = channel.receive()
        }
    }

    @Test func optionalsThatAreNilDoNotHideWhatIsBehindThem() async throws {
        try await expectNobodyLeft { census in
            let channel = Channel<Census.Citizen?>(capacity: 8)
            try channel.send(nil)
            try channel.send(census.citizen())
        }
    }

    @Test func whatAClosedChannelRefusesIsReleased() async throws {
        try await expectNobodyLeft { census in
            let channel = Channel<Census.Citizen>(capacity: 1)
            try channel.close()
            for _ in 0..<10 {
                #expect(caught { () throws(ChannelClosed) in try channel.send(census.citizen()) } != nil)
                #expect(
                    caught { () throws(ChannelClosed) in _ = try channel.trySend(census.citizen()) } != nil)
            }
            #expect(census.living == 0)
        }
    }

    @Test func whatAFullChannelRefusesIsReleased() async throws {
        try await expectNobodyLeft { census in
            let channel = Channel<Census.Citizen>(capacity: 1)
            try #expect(channel.trySend(census.citizen()))
            try #expect(channel.trySend(census.citizen()) == false)
            #expect(census.living == 1)
        }
    }

    @Test func whatAWaitingSenderHoldsIsReleasedWhenTheChannelIsClosed() async throws {
        let census = Census()
        try await forSeeds {
            let channel = Channel<Census.Citizen>()
            let senders = (0..<3).map { _ in
                spawn { () throws(ChannelClosed) in try channel.send(census.citizen()) }
            }
            sleep(.seconds(1))
            #expect(census.living == 3)
            try channel.close()
            for sender in senders { #expect(caught { () throws(ChannelClosed) in try sender.join() } != nil) }
            #expect(census.living == 0)
        }
    }

    @Test func aChannelIsReleasedWhenNobodyHoldsIt() async throws {
        try await bothWays {
            weak var channel: Channel<Int>?
            do {
                let strong = Channel<Int>(capacity: 2)
                channel = strong
                try strong.send(1)
            }
            #expect(channel == nil)
        }
    }
}
