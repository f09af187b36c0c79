// Workloads › yield2, yield1000: N yields shared by 2 or by 1,000 tasks. One operation is a yield.

import Measuring

func yield(_ count: Int, among tasks: Int) async {
    await withDiscardingTaskGroup { group in
        for share in count.shares(among: tasks) {
            group.addTask {
                for _ in 0..<share { await Task.yield() }
            }
        }
    }
}
