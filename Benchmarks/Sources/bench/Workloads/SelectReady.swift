// Workloads › select2_ready, select8_ready: one buffered channel among 2 or 8 is filled, and then selected from.
// select8_default: none of 8 is ready, and the default is taken. One operation is a select.

import BraidGoroutines
import Measuring

func selectReadyOfTwo(_ count: Int) throws {
    let from = buffered(2)
    var sum = 0
    for number in 0..<count {
        try from[number % 2].send(1)
        switch select(.receive(from: from[0]), .receive(from: from[1])) {
        case .first(let message): sum += message ?? 0
        case .second(let message): sum += message ?? 0
        }
    }
    try Complaint.unless(sum, is: count, "the sum")
}

func selectReadyOfEight(_ count: Int) throws {
    let from = buffered(8)
    var sum = 0
    for number in 0..<count {
        try from[number % 8].send(1)
        sum += select {
            receive(from: from[0]) { $0 ?? 0 }
            receive(from: from[1]) { $0 ?? 0 }
            receive(from: from[2]) { $0 ?? 0 }
            receive(from: from[3]) { $0 ?? 0 }
            receive(from: from[4]) { $0 ?? 0 }
            receive(from: from[5]) { $0 ?? 0 }
            receive(from: from[6]) { $0 ?? 0 }
            receive(from: from[7]) { $0 ?? 0 }
        }
    }
    try Complaint.unless(sum, is: count, "the sum")
}

func selectDefaultOfEight(_ count: Int) throws {
    let from = buffered(8)
    var defaults = 0
    for _ in 0..<count {
        defaults += select {
            receive(from: from[0]) { _ in 0 }
            receive(from: from[1]) { _ in 0 }
            receive(from: from[2]) { _ in 0 }
            receive(from: from[3]) { _ in 0 }
            receive(from: from[4]) { _ in 0 }
            receive(from: from[5]) { _ in 0 }
            receive(from: from[6]) { _ in 0 }
            receive(from: from[7]) { _ in 0 }
            otherwise { 1 }
        }
    }
    try Complaint.unless(defaults, is: count, "how often the default was taken")
}

private func buffered(_ channels: Int) -> [Channel<Int>] {
    (0..<channels).map { _ in Channel(capacity: 1) }
}
