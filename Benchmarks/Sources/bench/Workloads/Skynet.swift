// Workloads › skynet: a tree of goroutines, 10 children a node and N leaves, each of which sends its number up; every
// node sends the sum of its children's. One operation is a leaf.

import BraidGoroutines
import Measuring

func skynet(_ count: Int) throws {
    guard isPowerOfTen(count) else { throw Complaint("skynet needs a power of ten, not \(count)") }
    let sums = Channel<Int>()
    go { try grow(first: 0, leaves: count, parent: sums) }
    try Complaint.unless(sums.receive(), is: count * (count - 1) / 2, "the sum of the leaves")
}

private func grow(first: Int, leaves: Int, parent: Channel<Int>) throws {
    if leaves == 1 { return try parent.send(first) }
    let sums = Channel<Int>()
    let part = leaves / 10
    for child in 0..<10 {
        go { try grow(first: first + child * part, leaves: part, parent: sums) }
    }
    var sum = 0
    for _ in 0..<10 { sum += sums.receive() ?? 0 }
    try parent.send(sum)
}

private func isPowerOfTen(_ number: Int) -> Bool {
    number == 1 || number % 10 == 0 && isPowerOfTen(number / 10)
}
