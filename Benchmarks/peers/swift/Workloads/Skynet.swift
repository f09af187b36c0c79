// Workloads › skynet: a tree of tasks, 10 children a node and N leaves, each of which returns its number; every node
// returns the sum of its children's. One operation is a leaf.

import Measuring

func skynet(_ count: Int) async throws {
    guard isPowerOfTen(count) else { throw Complaint("skynet needs a power of ten, not \(count)") }
    try await Complaint.unless(
        grow(first: 0, leaves: count), is: count * (count - 1) / 2, "the sum of the leaves")
}

private func grow(first: Int, leaves: Int) async -> Int {
    if leaves == 1 { return first }
    let part = leaves / 10
    return await withTaskGroup(of: Int.self) { group in
        for child in 0..<10 {
            group.addTask { await grow(first: first + child * part, leaves: part) }
        }
        return await group.reduce(0, +)
    }
}

private func isPowerOfTen(_ number: Int) -> Bool {
    number == 1 || number % 10 == 0 && isPowerOfTen(number / 10)
}
