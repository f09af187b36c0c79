// Workloads › blocking_sleep, aio_sleep: N tasks (the contract has three) that wait a second each, in a call that blocks
// the thread, and in Swift's own. One operation is a sleep; the figure of interest is the wall time.

import Glibc

func sleepBlocking(_ count: Int) async {
    await withDiscardingTaskGroup { group in
        for _ in 0..<count {
            group.addTask { _ = Glibc.sleep(1) }
        }
    }
}

func sleepParked(_ count: Int) async throws {
    try await withThrowingDiscardingTaskGroup { group in
        for _ in 0..<count {
            group.addTask { try await Task.sleep(for: .seconds(1)) }
        }
    }
}
