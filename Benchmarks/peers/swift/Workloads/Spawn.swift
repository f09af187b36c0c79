// Workloads › spawn: N tasks that do nothing, joined by one group. One operation is a task.

func spawnMany(_ count: Int) async {
    await withDiscardingTaskGroup { group in
        for _ in 0..<count { group.addTask {} }
    }
}
