// Workloads › select_timeout: N receives from an unbuffered producer, each against a fresh timer of a second. One
// operation is a receive.

import BraidGoroutines
import Measuring

func selectOrTimeOut(_ count: Int) throws {
    let messages = producers(count, among: 1)[0]
    var sum = 0
    for _ in 0..<count {
        switch select(.receive(from: messages), .after(.seconds(1))) {
        case .first(let message): sum += message ?? 0
        case .second: throw Complaint("a message took more than a second")
        }
    }
    try Complaint.unless(sum, is: count, "the sum")
}
