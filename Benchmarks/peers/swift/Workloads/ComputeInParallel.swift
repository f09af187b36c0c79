// Workloads › cpu_parallel: N steps of a generator in two halves, one after the other in one task, and then at the same
// time in two. One operation is a step of the second way; the extra says how much faster it was.

import Measuring

func computeInParallel(_ request: Workload.Request) throws -> Measurement {
    let half = max(1, request.count / 2)
    let (together, apart) = (Results(), Results())
    let alone = try Workload.timed(operations: half * 2) {
        try inTask {
            for seed in UInt32(1)...2 { await together.append(Xorshift.number(after: half, seed: seed)) }
        }
    }
    var parallel = try Workload.timed(operations: half * 2) {
        try inTask {
            await withDiscardingTaskGroup { group in
                for seed in UInt32(1)...2 {
                    group.addTask { await apart.append(Xorshift.number(after: half, seed: seed)) }
                }
            }
        }
    }
    let (one, other) = try inTask { await (Set(together.numbers), Set(apart.numbers)) }
    try Complaint.unless(other, is: one, "what two tasks computed")
    parallel.extras = [("speedup", alone.reading.wallSeconds / parallel.reading.wallSeconds)]
    return parallel
}

private actor Results {
    private(set) var numbers: [UInt32] = []

    func append(_ number: UInt32) {
        numbers.append(number)
    }
}
