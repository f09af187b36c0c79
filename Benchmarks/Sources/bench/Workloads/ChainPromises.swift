// Workloads › promise_then: a chain of N reactions, each to the promise of the one before. promise_all: one promise for
// N. One operation is a promise.

import BraidPromises
import Measuring

func chainPromises(_ count: Int) async throws {
    var promise = Promise.resolve(0)
    for _ in 0..<count { promise = promise.then { $0 + 1 } }
    try await Complaint.unless(promise.value, is: count, "the length of the chain")
}

func awaitAllPromises(_ count: Int) async throws {
    let values = try await Promise.all((0..<count).map { Promise.resolve($0) }).value
    try Complaint.unless(values.count, is: count, "the number of values")
}
