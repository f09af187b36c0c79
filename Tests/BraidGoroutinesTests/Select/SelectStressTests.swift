import BraidCore
import BraidGoroutines
import BraidTestSupport
import BraidTesting
import Testing

/// Real threads, no order: nothing is lost or doubled, and nobody is left behind.
@Suite struct SelectStressTests {
    private static let values = isSanitized ? 1_000 : 20_000

    /// Producers that select among channels they send to, consumers that select among those they receive from, and half
    /// of either side plain threads.
    @Test(arguments: [0, 1, 16])
    func selectsOnBothSides(capacity: Int) async throws {
        try await onPlainThread {
            let channels = (0..<3).map { _ in Channel<Int>(capacity: capacity) }
            let (producers, consumers) = (WaitGroup(), WaitGroup())
            let (count, sum) = (Tally(), Tally())
            let produce: @Sendable () -> Void = {
                for value in 1...SelectStressTests.values {
                    _ = try? select(channels.map { AnySelectCase.send(value, to: $0) })
                }
                producers.done()
            }
            let consume: @Sendable () -> Void = {
                var open: [Channel<Int>?] = channels
                while open.contains(where: { $0 != nil }) {
                    switch select(.receive(from: open[0]), .receive(from: open[1]), .receive(from: open[2])) {
                    case .first(nil): open[0] = nil
                    case .second(nil): open[1] = nil
                    case .third(nil): open[2] = nil
                    case .first(let value?), .second(let value?), .third(let value?):
                        count.add()
                        sum.add(value)
                    }
                }
                consumers.done()
            }
            producers.add(4)
            consumers.add(4)
            for _ in 0..<2 {
                go { produce() }
                go { consume() }
                _ = PlainThread(name: "producer", produce)
                _ = PlainThread(name: "consumer", consume)
            }
            producers.wait()
            for channel in channels { try channel.close() }
            consumers.wait()
            #expect(count.value == 4 * SelectStressTests.values)
            #expect(sum.value == 4 * SelectStressTests.values * (SelectStressTests.values + 1) / 2)
        }
    }

    /// Everybody sends and receives on two channels at the same time, so that selects match selects, and locks are taken
    /// in every order in which the cases can be written.
    @Test func selectsMatchSelects() async throws {
        try await onPlainThread {
            let (one, other) = (Channel<Int>(), Channel<Int>())
            let (group, sent, received) = (WaitGroup(), Tally(), Tally())
            for number in 0..<8 {
                group.go {
                    let (near, far) = number % 2 == 0 ? (one, other) : (other, one)
                    // Together, so that nobody is left without a partner.
                    while sent.value < SelectStressTests.values {
                        switch try select(
                            .send(1, to: near), .receive(from: far), .receive(from: near),
                            .after(.milliseconds(50)))
                        {
                        case .first: sent.add()
                        case .second(let value), .third(let value): received.add(value ?? 0)
                        case .fourth: break
                        }
                    }
                }
            }
            group.wait()
            #expect(sent.value == received.value)
            #expect(one.tryReceive() == nil && other.tryReceive() == nil)
        }
    }

    /// Deadlines that race hand-overs: a value that was sent was received.
    @Test func deadlinesRaceHandOvers() async throws {
        try await onPlainThread {
            let channel = Channel<Int>()
            let (group, sent, received) = (WaitGroup(), Tally(), Tally())
            for worker in 0..<6 {
                group.go {
                    for round in 0..<SelectStressTests.values / 20 {
                        let patience = Duration.microseconds(1 + (round * 7 + worker * 13) % 60)
                        if worker % 2 == 0 {
                            if case .first = try select(.send(1, to: channel), .after(patience)) {
                                sent.add()
                            }
                        } else if case .first(let value?) = select(.receive(from: channel), .after(patience))
                        {
                            received.add(value)
                        }
                    }
                }
            }
            group.wait()
            #expect(sent.value == received.value)
        }
    }

    /// It can be seen that the locks are taken together: a token is always in one of two channels.
    @Test func otherwiseIsNotTakenWhileACaseIsReady() async throws {
        try await onPlainThread {
            let (left, right) = (Channel<Int>(capacity: 2), Channel<Int>(capacity: 2))
            try left.send(0)
            let stop = Flag()
            let mover = spawn { () throws(ChannelClosed) in
                var (from, to) = (left, right)
                while !stop.isRaised {
                    // A second token arrives before the first leaves, so one of the channels always has one.
                    try to.send(1)
                    _ = from.receive()
                    swap(&from, &to)
                }
            }
            for _ in 0..<SelectStressTests.values {
                let selected = select(
                    .receive(from: left), .receive(from: right), .otherwise)
                switch selected {
                case .first(let token): try left.send(token ?? 0)
                case .second(let token): try right.send(token ?? 0)
                case .third: Issue.record("a default was taken although a case was ready")
                }
            }
            stop.raise()
            try mover.join()
        }
    }
}
