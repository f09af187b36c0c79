import BraidBridges
import BraidGoroutines
import BraidTestSeeds
import Testing

@Suite struct SelectCoroutineTests {
    @Test func aCoroutineTakesWhatAGoroutineSends() async throws {
        try await threeWays {
            let (numbers, texts) = (Channel<Int>(), Channel<String>())
            let count = isSeeded ? 25 : 500
            go { for value in 0..<count { try numbers.send(value) } }
            go { for value in 0..<count { try texts.send("\(value)") } }
            var sum = 0
            for _ in 0..<2 * count {
                switch try await select(.receive(from: numbers), .receive(from: texts)) {
                case .first(let value): sum += value ?? 0
                case .second(let text): sum += text.flatMap(Int.init) ?? 0
                }
            }
            #expect(sum == count * (count - 1))
        }
    }

    @Test func itWaitsForWhoeverReceivesFirst() async throws {
        try await threeWays {
            let (one, other) = (Channel<Int>(), Channel<Int>())
            let receiver = spawn { () throws(Never) in other.receive() }
            guard case .second = try await select(.send(1, to: one), .send(2, to: other)) else {
                Issue.record("nobody receives from the first channel")
                return
            }
            #expect(try await receiver.join() == 2)
            #expect(one.tryReceive() == nil, "it has left the other queue")
        }
    }

    @Test func aSingleCaseIsWaitedFor() async throws {
        try await threeWays {
            let (numbers, answers) = (Channel<Int>(), Channel<Int>(capacity: 1))
            go { try numbers.send(1) }
            try #expect(await select(.receive(from: numbers)) == .first(1))
            _ = try await select(.send(2, to: answers))
            try answers.close()
            await #expect(throws: ChannelClosed.self) { _ = try await select(.send(3, to: answers)) }
            try #expect(await select(.receive(from: answers)) == .first(2))
        }
    }

    @Test func itWaitsForTime() async throws {
        try await threeWays {
            let channel = Channel<Int>()
            let selected = try await select(.receive(from: channel), .after(.microseconds(1)))
            guard case .second = selected else {
                Issue.record("nobody sends")
                return
            }
            try #expect(channel.trySend(1) == false, "nobody waits there any more")
            guard case .second = try await select(.receive(from: channel), .otherwise) else {
                Issue.record("nobody sends")
                return
            }
        }
    }

    @Test func theBuilderAndTheArrayForm() async throws {
        try await threeWays {
            let (numbers, texts) = (Channel<Int>(capacity: 1), Channel<String>(capacity: 1))
            try await texts.send("hello")
            let text: String = try await select {
                receive(from: numbers) { "\($0 ?? 0)" }
                receive(from: texts) { $0 ?? "closed" }
            }
            #expect(text == "hello")
            try await numbers.send(7)
            let (index, value) = try await select(from: [Channel<Int>(), numbers])
            #expect(index == 1 && value == 7)
        }
    }

    @Test func closeWakesACoroutineAndFailsOneThatSends() async throws {
        try await threeWays {
            let (closing, other) = (Channel<Int>(), Channel<Int>())
            let receiver = taskHere { try await select(from: [other, closing]) }
            let sender = taskHere { _ = try await select(.send(1, to: closing), .receive(from: other)) }
            await Task.yield()
            try closing.close()
            // The two tasks may have met on the channel before it was closed.
            let (index, value) = try await receiver.value
            #expect(index == 1)
            if value == nil { await #expect(throws: ChannelClosed.self) { try await sender.value } }
        }
    }

    @Test func aCancelledSelectThrowsAndLeavesNobodyInTheQueues() async throws {
        try await threeWays {
            let channels = (0..<3).map { _ in Channel<Int>() }
            let task = taskHere { try await select(from: channels) }
            await Task.yield()
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            for channel in channels { try #expect(channel.trySend(1) == false) }
        }
    }

    @Test func noValueIsLostWhenCancellationRacesWithAHandOver() async throws {
        try await threeWays {
            for round in 0..<(isSeeded ? 10 : 500) {
                let (one, other) = (Channel<Int>(), Channel<Int>())
                let receiver = taskHere { try await select(from: [one, other]) }
                let sender = taskHere { _ = try await select(.send(round, to: one), .send(round, to: other)) }
                await Task.yield()
                receiver.cancel()
                if let received = try? await receiver.value {
                    #expect(received.value == round)
                } else {
                    // The value is still with its sender.
                    #expect(try await select(from: [other, one]).value == round)
                }
                try await sender.value
            }
        }
    }

    @Test func valuesThatAreLeftBehindAreReleasedOnce() async throws {
        try await threeWays {
            final class Token: Sendable {}
            weak var leaked: Token?
            do {
                let token = Token()
                leaked = token
                let channel = Channel<Token>()
                let task = taskHere {
                    _ = try await select(.send(token, to: channel), .send(token, to: channel))
                }
                await Task.yield()
                task.cancel()
                await #expect(throws: CancellationError.self) { try await task.value }
            }
            #expect(leaked == nil)
        }
    }
}
