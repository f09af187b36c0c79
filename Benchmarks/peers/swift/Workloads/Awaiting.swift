// Workloads › await_resolved: N awaits of a task that has ended. await_call: N awaits of a function that returns at
// once. One operation is an await.

import Measuring

func awaitResolved(_ count: Int) async throws {
    let one = Task { 1 }
    var sum = 0
    for _ in 0..<count { sum += await one.value }
    try Complaint.unless(sum, is: count, "the sum")
}

func awaitCalls(_ count: Int) async throws {
    var sum = 0
    for _ in 0..<count { sum += await one() }
    try Complaint.unless(sum, is: count, "the sum")
}

@inline(never)
private func one() async -> Int { 1 }
