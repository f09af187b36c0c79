// Workloads › mutex: 100 tasks increment a number N times together, each time in an actor, which is what Swift has for
// a lock that may be waited for. One operation is an increment.

import Measuring

private actor Counter {
    private(set) var sum = 0

    func increment() {
        sum += 1
    }
}

func incrementInActor(_ count: Int) async throws {
    let counter = Counter()
    await withDiscardingTaskGroup { group in
        for share in count.shares(among: 100) {
            group.addTask {
                for _ in 0..<share { await counter.increment() }
            }
        }
    }
    try await Complaint.unless(counter.sum, is: count, "the sum")
}
