// Stress › Market: goroutines that each do at random what can be done with channels, and give up after a while.
//
// Because everybody gives up, no order of events can deadlock; because every value is another, all that was lost or
// doubled shows at the end.

internal import BraidGoroutines
internal import BraidTestSupport

extension Part {
    static let market = Part(name: "market") { random in
        let channels = (0..<random.number(1...4)).map { _ in Channel<Int>(capacity: random.number(0...6)) }
        let calls = random.number(10...300)
        let traders = (0..<random.number(2...40)).map { number in
            let random = random.fork()
            return spawn(name: "trader") {
                var trader = Trader(number: number, channels: channels, random: random)
                for _ in 0..<calls { trader.trade() }
                return trader.balance
            }
        }
        var total = Trader.Balance()
        for trader in traders {
            let balance = trader.join()
            total.sent += balance.sent
            total.received += balance.received
        }
        for channel in channels {
            while let value = channel.tryReceive() { total.received.append(value) }
        }
        Verdicts.checkEqual(total.received.sorted(), total.sent.sorted(), "values received")
    }
}

/// One goroutine of the market.
private struct Trader {
    struct Balance: Sendable {
        var sent: [Int] = []
        var received: [Int] = []
    }

    private let channels: [Channel<Int>]
    private var random: SeededGenerator
    private var next: Int
    private(set) var balance = Balance()

    init(number: Int, channels: [Channel<Int>], random: SeededGenerator) {
        self.channels = channels
        self.random = random
        next = number << 32
    }

    private mutating func channel() -> Channel<Int> { channels[random.number(0...channels.count - 1)] }

    private mutating func value() -> Int {
        next += 1
        return next
    }

    mutating func trade() {
        let channel = channel()
        let patience = random.microseconds(0...60)
        switch random.number(0...9) {
        case 0, 1:
            let value = value()
            do {
                try channel.send(value, within: patience)
                balance.sent.append(value)
            } catch {}
        case 2:
            let value = value()
            if (try? channel.trySend(value)) == true { balance.sent.append(value) }
        case 3, 4: if let value = try? channel.receive(within: patience) { balance.received.append(value) }
        case 5: if let value = channel.tryReceive() { balance.received.append(value) }
        case 6: Goroutine.yield()
        case 7: if random.isOne(in: 20) { sleep(patience) }
        default: selectAtRandom(patience)
        }
    }

    private mutating func selectAtRandom(_ patience: Duration) {
        var cases: [AnySelectCase<Int>] = []
        var offers: [Int?] = []
        for _ in 0..<random.number(1...4) {
            let channel = channel()
            if random.isOne(in: 2) {
                let value = value()
                cases.append(.send(value, to: channel))
                offers.append(value)
            } else {
                cases.append(.receive(from: channel))
                offers.append(nil)
            }
        }
        cases.append(random.isOne(in: 3) ? .otherwise : .after(patience))
        do {
            let (index, value) = try select(order: random.isOne(in: 4) ? .priority : .fair, cases)
            if let value {
                balance.received.append(value)
            } else if index < offers.count {
                guard let offer = offers[index] else { Verdicts.fail("wrong: nil from an open channel") }
                balance.sent.append(offer)
            }
        } catch {
            Verdicts.fail("wrong: a select threw \(error)")
        }
    }
}
