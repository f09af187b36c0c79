import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import BraidTesting
import Testing

@Suite struct SelectTests {
    @Test func takesTheCaseThatIsReady() async throws {
        try await forSeeds {
            let (empty, full) = (Channel<Int>(), Channel<Int>(capacity: 1))
            try full.send(7)
            #expect(shown(select(.receive(from: empty), .receive(from: full))) == "second 7")
            try #expect(shown(select(.receive(from: empty), .send(8, to: full))) == "second")
            #expect(full.receive() == 8)
        }
    }

    @Test func waitsForAReceiver() async throws {
        try await forSeeds {
            let (one, other) = (Channel<Int>(), Channel<Int>())
            let receiver = spawn {
                sleep(.seconds(1))
                return other.receive()
            }
            try #expect(shown(select(.receive(from: one), .send(3, to: other))) == "second")
            #expect(receiver.join() == 3)
        }
    }

    @Test func waitsForASender() async throws {
        try await forSeeds {
            let (one, other) = (Channel<Int>(), Channel<String>())
            go {
                sleep(.seconds(1))
                try other.send("late")
            }
            #expect(shown(select(.receive(from: one), .receive(from: other))) == "second \"late\"")
        }
    }

    @Test func aSingleCaseIsWaitedFor() async throws {
        try await bothWays {
            let (numbers, answers) = (Channel<Int>(), Channel<Int>())
            go {
                guard case .first(let number?) = select(.receive(from: numbers)) else { return }
                _ = try select(.send(number + 1, to: answers))
            }
            guard case .first = try select(.send(1, to: numbers)) else { return }
            #expect(answers.receive() == 2)
            try answers.close()
            #expect(throws: ChannelClosed.self) { try select(.send(3, to: answers)) }
            #expect(select(.receive(from: answers)) == .first(nil))
        }
    }

    @Test func anAbsentChannelIsNeverReady() async throws {
        try await forSeeds {
            let (absent, present): (Channel<Int>?, Channel<Int>) = (nil, Channel(capacity: 1))
            try present.send(1)
            #expect(shown(select(.receive(from: absent), .receive(from: present))) == "second 1")
            try #expect(shown(select(.send(1, to: absent), .send(2, to: present))) == "second")
            #expect(shown(select(.receive(from: absent), .otherwise)) == "second")
            #expect(shown(select(.receive(from: absent), .after(.seconds(9)))) == "second")
        }
    }

    @Test func withAbsentChannelsOnlyItWaitsForEver() async throws {
        try await onPlainThread {
            let run = try SeededRun(seed: 1) {
                let absent: Channel<Int>? = nil
                _ = select(.receive(from: absent), .receive(from: absent))
            }
            #expect(!run.didEnd)
            #expect(run.stranded.first?.description.hasSuffix("waiting: select") == true)
            let empty = try SeededRun(seed: 1) { _ = select(from: [Channel<Int>]()) }
            #expect(!empty.didEnd)
        }
    }

    @Test func operandsAreEvaluatedOnceInSourceOrder() async throws {
        try await forSeeds {
            let (trace, channel) = (Trace<Int>(), Channel<Int>(capacity: 1))
            func operand<Value>(_ number: Int, _ value: Value) -> Value {
                trace.add(number)
                return value
            }
            _ = try select(
                .receive(from: operand(1, channel)), .send(operand(2, 5), to: operand(3, channel)),
                .receive(from: operand(4, channel)))
            #expect(trace.events == [1, 2, 3, 4])
            #expect(channel.receive() == 5)
        }
    }

    @Test func aSelectNeverMatchesItsOwnSendWithItsOwnReceive() async throws {
        try await forSeeds {
            let channel = Channel<Int>()
            let selected = try select(
                .send(1, to: channel), .receive(from: channel), .after(.seconds(1)))
            #expect(shown(selected) == "third")
            #expect(channel.tryReceive() == nil, "it has left both queues")
        }
    }

    @Test func twoSelectsOnBothSidesOfAChannelMatch() async throws {
        try await forSeeds {
            let channel = Channel<Int>()
            let others = spawn { () throws(ChannelClosed) in
                try select(.send(1, to: channel), .receive(from: channel))
            }
            let mine = try select(.send(2, to: channel), .receive(from: channel))
            let theirs = try others.join()
            #expect(
                [shown(mine), shown(theirs)] == ["first", "second 2"]
                    || [shown(mine), shown(theirs)] == ["second 1", "first"])
        }
    }

    @Test func theSameChannelMayStandInSeveralCases() async throws {
        try await forSeeds {
            let channel = Channel<Int>()
            go { for value in 0..<2 { try channel.send(value) } }
            for expected in 0..<2 {
                switch select(.receive(from: channel), .receive(from: channel), .receive(from: channel)) {
                case .first(let value), .second(let value), .third(let value): #expect(value == expected)
                }
            }
            #expect(shown(select(.receive(from: channel), .receive(from: channel), .otherwise)) == "third")
        }
    }

    @Test func aParkedSelectTakesExactlyOneCaseAndLeavesNoTrace() async throws {
        try await forSeeds {
            let channels = (0..<5).map { _ in Channel<Int>() }
            let selected = spawn { select(from: channels) }
            sleep(.seconds(1))
            try channels[3].send(33)
            let (index, value) = selected.join()
            #expect(index == 3 && value == 33)
            for channel in channels { try #expect(!channel.trySend(1), "nobody waits there any more") }
        }
    }

    @Test func anOtherwiseIsTakenWhenNothingIsReady() async throws {
        try await bothWays {
            let channel = Channel<Int>()
            #expect(shown(select(.receive(from: channel), .otherwise)) == "second")
            try #expect(shown(select(.send(1, to: channel), .otherwise)) == "second")
            try #expect(shown(select(.otherwise, .send(1, to: channel))) == "first")
        }
    }

    @Test func theEarliestAfterIsTaken() async throws {
        try await onPlainThread {
            let run = try SeededRun(seed: 3) {
                let channel = Channel<Int>()
                let selected = select(
                    .after(.seconds(5)), .receive(from: channel), .after(.seconds(2)), .after(.seconds(3)))
                #expect(shown(selected) == "third")
                #expect(shown(select(.receive(from: channel), .after(.zero))) == "second")
                #expect(shown(select(.receive(from: channel), .after(.seconds(-1)))) == "second")
            }
            #expect(run.elapsed == .seconds(2))
        }
    }

    @Test func ofReadyCasesThePriorityFormTakesTheFirst() async throws {
        try await forSeeds {
            let channels = (0..<3).map { _ in Channel<Int>(capacity: 1) }
            for channel in channels { try channel.send(1) }
            for expected in 0..<3 {
                let (index, value) = select(order: .priority, from: channels)
                #expect(index == expected && value == 1)
            }
            #expect(shown(select(order: .priority, .receive(from: channels[0]), .otherwise)) == "second")
        }
    }

    @Test func plainThreadsSelect() async throws {
        let (requests, replies) = (Channel<Int>(), Channel<Int>())
        try await onPlainThread {
            go { for request in requests { try replies.send(request + 1) } }
            for number in 0..<100 {
                try #expect(shown(select(.send(number, to: requests), .receive(from: replies))) == "first")
                #expect(shown(select(.receive(from: replies), .after(.seconds(60)))) == "first \(number + 1)")
            }
            try requests.close()
        }
    }

    @Test func valuesThatWereNotSentAreReleased() async throws {
        let census = Census()
        try await forSeeds {
            let (one, other) = (Channel<Census.Citizen>(), Channel<Census.Citizen>(capacity: 1))
            _ = try select(.send(census.citizen(), to: one), .send(census.citizen(), to: other))
            #expect(census.living == 1)
            _ = other.receive()
            _ = try select([
                AnySelectCase.send(census.citizen(), to: one), .receive(from: other), .after(.seconds(1)),
            ])
            #expect(census.living == 0)
            try one.close()
            let error = caught { () throws(ChannelClosed) in
                _ = try select(.send(census.citizen(), to: one), .send(census.citizen(), to: one))
            }
            #expect(error == ChannelClosed())
            #expect(census.living == 0)
        }
    }

    /// What a select sees without a lock says who waits; whoever has given up must have gone from there.
    @Test func whoHasGivenUpWaitingIsNoLongerFound() async throws {
        try await bothWays(5) {
            let channel = Channel<Int>()
            #expect(throws: ContextError.self) { try channel.send(1, within: .milliseconds(1)) }
            #expect(shown(select(.receive(from: channel), .otherwise)) == "second")
            #expect(throws: ContextError.self) { try channel.receive(within: .milliseconds(1)) }
            let taken = try shown(select(.send(1, to: channel), .otherwise))
            #expect(taken == "second")
        }
    }
}
