// Workloads › aio_spawn: N tasks that do nothing, created and then awaited. aio_gather100k: batches of 100,000 tasks that
// yield once and return a result. aio_yield: N yields shared by 2 tasks. One operation is a task or a yield.

import BraidAsyncio
import Measuring

func createTasks(_ count: Int) async throws {
    let tasks = (0..<count).map { _ in createTask {} }
    for task in tasks { try await task.value }
}

func gatherTasksInBatches(_ count: Int) async throws {
    let largest = 100_000
    for start in stride(from: 0, to: count, by: largest) {
        try await gatherTasks(min(largest, count - start))
    }
}

private func gatherTasks(_ count: Int) async throws {
    let tasks = (0..<count).map { number in
        createTask { () -> Int in
            try await BraidAsyncio.yield()
            return number
        }
    }
    let results = try await gather(tasks)
    try Complaint.unless(results.reduce(0, +), is: count * (count - 1) / 2, "the sum of the results")
}

func yieldInTasks(_ count: Int) async throws {
    let tasks = count.shares(among: 2).map { share in
        createTask {
            for _ in 0..<share { try await BraidAsyncio.yield() }
        }
    }
    _ = try await gather(tasks)
}
