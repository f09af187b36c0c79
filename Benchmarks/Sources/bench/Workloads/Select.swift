// Workloads › select2, select8: N receives from 2 or 8 unbuffered producers. One operation is a receive.
//
// Two cases are a switch. Beyond four the builder form takes over, which gives the value of the arm that was taken.

import BraidGoroutines
import Measuring

func selectOfTwo(_ count: Int) throws {
    let from = producers(count, among: 2)
    var sum = 0
    for _ in 0..<count {
        switch select(.receive(from: from[0]), .receive(from: from[1])) {
        case .first(let message): sum += message ?? 0
        case .second(let message): sum += message ?? 0
        }
    }
    try Complaint.unless(sum, is: count, "the sum")
}

func selectOfEight(_ count: Int) throws {
    let from = producers(count, among: 8)
    var sum = 0
    for _ in 0..<count {
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
