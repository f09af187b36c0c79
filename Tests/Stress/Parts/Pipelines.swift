// Stress › Pipelines: values that pass through channels in order, to their end.

internal import BraidGoroutines
internal import BraidTestSupport

extension Part {
    /// Senders that number what they send, relays, and receivers who see each sender's numbers rise.
    static let pipeline = Part(name: "pipeline") { random in
        let stages = (0...random.number(0...3)).map { _ in Channel<Message>(capacity: random.number(0...20)) }
        let (senders, receivers) = (random.number(1...8), random.number(1...8))
        let count = random.number(1...500)
        let sending = WaitGroup()
        for sender in 0..<senders {
            let yields = random.number(0...2)
            sending.go(name: "sender") {
                for number in 0..<count {
                    try stages[0].send(Message(sender: sender, number: number))
                    if yields == 0, number % 16 == 0 { Goroutine.yield() }
                }
            }
        }
        // One relay per stage, because two would change the order.
        for (from, to) in zip(stages, stages.dropFirst()) {
            go(name: "relay") {
                for message in from { try to.send(message) }
                try to.close()
            }
        }
        let sums = (0..<receivers).map { _ in
            spawn(name: "receiver") {
                var last = [Int](repeating: -1, count: senders)
                var sum = 0
                for message in stages[stages.count - 1] {
                    Verdicts.check(
                        message.number > last[message.sender], "\(message) after \(last[message.sender])")
                    last[message.sender] = message.number
                    sum += message.number + 1
                }
                return sum
            }
        }
        sending.wait()
        try stages[0].close()
        let sum = sums.reduce(0) { $0 + $1.join() }
        Verdicts.checkEqual(sum, senders * count * (count + 1) / 2, "the sum received")
    }

    private struct Message {
        let sender: Int
        let number: Int
    }

    /// A channel is closed while many send to it and receive from it: what was sent without an error arrives.
    static let closing = Part(name: "closing") { random in
        let channel = Channel<Int>(capacity: random.number(0...8))
        let sent = (0..<random.number(1...8)).map { _ in
            spawn(name: "sender") {
                var count = 0
                while (try? channel.send(1)) != nil { count += 1 }
                return count
            }
        }
        let received = (0..<random.number(1...8)).map { number in
            spawn(name: "receiver") {
                var count = 0
                while true {
                    if number % 2 == 0 {
                        guard channel.receive() != nil else { return count }
                        count += 1
                    } else {
                        switch select(.receive(from: channel), .after(.seconds(3_600))) {
                        case .first(nil): return count
                        case .first: count += 1
                        case .second: Verdicts.fail("wrong: an hour has passed")
                        }
                    }
                }
            }
        }
        for _ in 0..<random.number(0...200) { Goroutine.yield() }
        try channel.close()
        Verdicts.checkEqual(
            received.reduce(0) { $0 + $1.join() }, sent.reduce(0) { $0 + $1.join() }, "values received")
    }

    /// A token for each of a few rounds goes around a ring of goroutines.
    static let tokens = Part(name: "tokens") { random in
        let links = (0..<random.number(2...60)).map { _ in Channel<Int>(capacity: 1) }
        let (rounds, tokens) = (random.number(1...30), random.number(1...3))
        let group = WaitGroup()
        for (place, link) in links.enumerated() {
            let next = links[(place + 1) % links.count]
            group.go(name: "link") {
                for _ in 0..<rounds * min(tokens, links.count - 1) {
                    guard let token = link.receive() else { Verdicts.fail("wrong: a closed ring") }
                    try next.send(token + 1)
                }
            }
        }
        // One link stays empty, or nobody could move.
        for token in 0..<min(tokens, links.count - 1) { try links[token].send(0) }
        group.wait()
        var sum = 0
        for link in links {
            while let token = link.tryReceive() { sum += token }
        }
        Verdicts.checkEqual(sum, rounds * min(tokens, links.count - 1) * links.count, "steps of the tokens")
    }
}
