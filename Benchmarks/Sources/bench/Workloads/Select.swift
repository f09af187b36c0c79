// Workloads › select2, select8: N receives from 2 or 8 unbuffered producers. One operation is a receive.
//
// Two cases are a switch. Beyond four the builder form takes over, which gives the value of the arm that was taken. Each channel
// has a name, as in the program of tokio: what is taken out of an array anew for each select is counted each time.

import BraidGoroutines
import Measuring

func selectOfTwo(_ count: Int) throws {
    let from = producers(count, among: 2)
    try Complaint.unless(sum(of: count, from[0], from[1]), is: count, "the sum")
}

private func sum(of count: Int, _ a: Channel<Int>, _ b: Channel<Int>) -> Int {
    var sum = 0
    for _ in 0..<count {
        switch select(.receive(from: a), .receive(from: b)) {
        case .first(let message): sum += message ?? 0
        case .second(let message): sum += message ?? 0
        }
    }
    return sum
}

func selectOfEight(_ count: Int) throws {
    let from = producers(count, among: 8)
    let sum = sum(of: count, from[0], from[1], from[2], from[3], from[4], from[5], from[6], from[7])
    try Complaint.unless(sum, is: count, "the sum")
}

private func sum(
    of count: Int, _ a: Channel<Int>, _ b: Channel<Int>, _ c: Channel<Int>, _ d: Channel<Int>,
    _ e: Channel<Int>, _ f: Channel<Int>, _ g: Channel<Int>, _ h: Channel<Int>
) -> Int {
    var sum = 0
    for _ in 0..<count {
        sum += select {
            receive(from: a) { $0 ?? 0 }
            receive(from: b) { $0 ?? 0 }
            receive(from: c) { $0 ?? 0 }
            receive(from: d) { $0 ?? 0 }
            receive(from: e) { $0 ?? 0 }
            receive(from: f) { $0 ?? 0 }
            receive(from: g) { $0 ?? 0 }
            receive(from: h) { $0 ?? 0 }
        }
    }
    return sum
}

/// Goroutines that send `count` ones together, each over a channel of its own.
func producers(_ count: Int, among producers: Int) -> [Channel<Int>] {
    count.shares(among: producers).map { share in
        let messages = Channel<Int>()
        go {
            for _ in 0..<share { try messages.send(1) }
        }
        return messages
    }
}
