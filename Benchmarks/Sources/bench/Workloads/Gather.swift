// Workloads › gather100k: batches of 100,000 goroutines that yield once and store a result. One operation is a
// goroutine.

import BraidGoroutines
import Measuring

func gatherInBatches(_ count: Int) throws {
    let largest = 100_000
    for start in stride(from: 0, to: count, by: largest) {
        try gather(min(largest, count - start))
    }
}

private func gather(_ count: Int) throws {
    let results = ResultSlots(count: count)
    let group = WaitGroup()
    for number in 0..<count {
        group.go {
            Goroutine.yield()
            results[number] = number
        }
    }
    group.wait()
    try Complaint.unless(results.sum, is: count * (count - 1) / 2, "the sum of the results")
}
