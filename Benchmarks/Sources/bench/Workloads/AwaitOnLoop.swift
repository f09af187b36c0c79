// Workloads › await_resolved: N awaits of a promise that is settled. await_call: N awaits of an async function that
// returns at once. One operation is an await.

import BraidPromises
import Measuring

func awaitResolved(_ count: Int) async throws {
    let promise = Promise.resolve(1)
    var sum = 0
    for _ in 0..<count { sum += try await promise.value }
    try Complaint.unless(sum, is: count, "the sum")
}

func awaitCalls(_ count: Int) async throws {
    var sum = 0
    for _ in 0..<count { sum += await one() }
    try Complaint.unless(sum, is: count, "the sum")
}

@inline(never)
private func one() async -> Int { 1 }
