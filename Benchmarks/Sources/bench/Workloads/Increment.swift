// Workloads › mutex: 100 goroutines increment a number N times together, each time under a lock that its holder may park
// with. One operation is an increment.

import BraidGoroutines
import Measuring

func incrementTogether(_ count: Int) throws {
    let sum = Sync.Mutex(0)
    let group = WaitGroup()
    for share in count.shares(among: 100) {
        group.go {
            for _ in 0..<share { sum.withLock { $0 += 1 } }
        }
    }
    group.wait()
    try Complaint.unless(sum.withLock { $0 }, is: count, "the sum")
}
