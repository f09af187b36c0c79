import BraidCore
import BraidGoroutines
import BraidTestSupport
import BraidTesting
import Testing

/// Real threads, no order: only sums can be checked, and that nothing is lost or doubled.
@Suite struct ChannelStressTests {
    private static let values = isSanitized ? 5_000 : 100_000

    @Test(arguments: [0, 1, 128])
    func fourProducersAndFourConsumers(capacity: Int) async throws {
        try await onPlainThread {
            let channel = Channel<Int>(capacity: capacity)
            let producers = WaitGroup()
            for producer in 0..<4 {
                producers.go {
                    for value in 0..<ChannelStressTests.values { try channel.send(producer + 4 * value) }
                }
            }
            let consumers = (0..<4).map { _ in
                spawn { channel.reduce(into: Summary()) { $0.add($1) } }
            }
            producers.wait()
            try channel.close()
            let total = consumers.map { $0.join() }.reduce(Summary(), +)
            let count = 4 * ChannelStressTests.values
            #expect(total.count == count)
            #expect(total.sum == count * (count - 1) / 2)
            #expect(total.mix == (0..<count).reduce(0) { $0 ^ ($1 &* 0x9E37_79B9) })
        }
    }

    /// Half of either side are plain threads, which block instead of parking.
    @Test(arguments: [0, 1, 16])
    func goroutinesAndPlainThreadsMixed(capacity: Int) async throws {
        try await onPlainThread {
            let channel = Channel<Int>(capacity: capacity)
            let producers = WaitGroup()
            let consumers = WaitGroup()
            let (received, sum) = (Tally(), Tally())
            let perProducer = ChannelStressTests.values / 20
            let produce: @Sendable () -> Void = {
                for value in 1...perProducer { try? channel.send(value) }
                producers.done()
            }
            let consume: @Sendable () -> Void = {
                for value in channel {
                    received.add()
                    sum.add(value)
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
            try channel.close()
            consumers.wait()
            #expect(received.value == 4 * perProducer)
            #expect(sum.value == 4 * perProducer * (perProducer + 1) / 2)
        }
    }

    /// Values and a close that race: what was sent and what was refused are together what there was.
    @Test(arguments: [0, 1, 16])
    func closingRacesSendersAndReceivers(capacity: Int) async throws {
        let census = Census()
        try await onPlainThread {
            for _ in 0..<(isSanitized ? 50 : 500) {
                let channel = Channel<Census.Citizen>(capacity: capacity)
                let (sent, refused, received) = (Tally(), Tally(), Tally())
                let group = WaitGroup()
                for _ in 0..<3 {
                    group.go {
                        for _ in 0..<20 {
                            let error = caught { () throws(ChannelClosed) in
                                try channel.send(census.citizen())
                            }
                            if error == nil { sent.add() } else { refused.add() }
                        }
                    }
                    group.go { for _ in channel { received.add() } }
                }
                group.go {
                    for _ in 0..<10 { Goroutine.yield() }
                    try channel.close()
                }
                group.wait()
                #expect(sent.value + refused.value == 60)
                #expect(received.value == sent.value)
            }
        }
        try await waitUntil { census.living == 0 }
    }

    /// A value that goes around a ring of goroutines, and grows by one at each.
    @Test func aValueGoesAround() async throws {
        try await onPlainThread {
            let (links, group, last) = ((0..<100).map { _ in Channel<Int>() }, WaitGroup(), Tally())
            let end = 100 * (isSanitized ? 20 : 200) - 1
            for (index, link) in links.enumerated() {
                group.go {
                    for value in link {
                        if value < end {
                            try links[(index + 1) % 100].send(value + 1)
                        } else {
                            last.add(value)
                            try links[0].close()
                        }
                    }
                    if index < 99 { try links[index + 1].close() }
                }
            }
            try links[0].send(0)
            group.wait()
            #expect(last.value == end)
        }
    }
}

/// What a consumer saw.
private struct Summary: Sendable {
    var count = 0
    var sum = 0
    var mix = 0

    mutating func add(_ value: Int) {
        count += 1
        sum += value
        mix ^= value &* 0x9E37_79B9
    }

    static func + (left: Summary, right: Summary) -> Summary {
        Summary(count: left.count + right.count, sum: left.sum + right.sum, mix: left.mix ^ right.mix)
    }
}
