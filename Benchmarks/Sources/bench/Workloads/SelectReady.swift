// Workloads › select2_ready, select8_ready: one buffered channel among 2 or 8 is filled, and then selected from.
// select8_default: none of 8 is ready, and the default is taken. One operation is a select.

import BraidGoroutines
import Measuring

func selectReadyOfTwo(_ count: Int) throws {
    let all = buffered(2)
    try Complaint.unless(sum(of: count, all, all[0], all[1]), is: count, "the sum")
}

private func sum(of count: Int, _ all: [Channel<Int>], _ a: Channel<Int>, _ b: Channel<Int>) throws -> Int {
    var sum = 0
    for number in 0..<count {
        try all[number % 2].send(1)
        switch select(.receive(from: a), .receive(from: b)) {
        case .first(let message): sum += message ?? 0
        case .second(let message): sum += message ?? 0
        }
    }
    return sum
}

func selectReadyOfEight(_ count: Int) throws {
    let all = buffered(8)
    let sum = try sum(of: count, all, all[0], all[1], all[2], all[3], all[4], all[5], all[6], all[7])
    try Complaint.unless(sum, is: count, "the sum")
}

private func sum(
    of count: Int, _ all: [Channel<Int>], _ a: Channel<Int>, _ b: Channel<Int>, _ c: Channel<Int>,
    _ d: Channel<Int>, _ e: Channel<Int>, _ f: Channel<Int>, _ g: Channel<Int>, _ h: Channel<Int>
) throws -> Int {
    var sum = 0
    for number in 0..<count {
        try all[number % 8].send(1)
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

func selectDefaultOfEight(_ count: Int) throws {
    let all = buffered(8)
    let defaults = defaults(of: count, all[0], all[1], all[2], all[3], all[4], all[5], all[6], all[7])
    try Complaint.unless(defaults, is: count, "how often the default was taken")
}

private func defaults(
    of count: Int, _ a: Channel<Int>, _ b: Channel<Int>, _ c: Channel<Int>, _ d: Channel<Int>,
    _ e: Channel<Int>, _ f: Channel<Int>, _ g: Channel<Int>, _ h: Channel<Int>
) -> Int {
    var defaults = 0
    for _ in 0..<count {
        defaults += select {
            receive(from: a) { _ in 0 }
            receive(from: b) { _ in 0 }
            receive(from: c) { _ in 0 }
            receive(from: d) { _ in 0 }
            receive(from: e) { _ in 0 }
            receive(from: f) { _ in 0 }
            receive(from: g) { _ in 0 }
            receive(from: h) { _ in 0 }
            otherwise { 1 }
        }
    }
    return defaults
}

private func buffered(_ channels: Int) -> [Channel<Int>] {
    (0..<channels).map { _ in Channel(capacity: 1) }
}
