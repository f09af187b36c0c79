// Workloads › gather100k: batches of 100,000 tasks that yield once and return a result. One operation is a task.

import Measuring

func gatherInBatches(_ count: Int) async throws {
    let largest = 100_000
    for start in stride(from: 0, to: count, by: largest) {
        try await gather(min(largest, count - start))
    }
}

private func gather(_ count: Int) async throws {
    let results = await withTaskGroup(of: (Int, Int).self) { group in
        for number in 0..<count {
            group.addTask {
                await Task.yield()
                return (number, number)
            }
        }
        var results = [Int](repeating: 0, count: count)
        for await (place, result) in group { results[place] = result }
        return results
    }
    try Complaint.unless(results.reduce(0, +), is: count * (count - 1) / 2, "the sum of the results")
}
