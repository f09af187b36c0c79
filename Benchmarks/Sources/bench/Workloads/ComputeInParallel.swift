// Workloads › cpu_parallel: N steps of a generator in two halves, one after the other in one goroutine, and then at the
// same time in two. One operation is a step of the second way; the extra says how much faster it was.

import BraidGoroutines
import Measuring

func computeInParallel(_ request: Workload.Request) throws -> Measurement {
    let half = max(1, request.count / 2)
    let (together, apart) = (ResultSlots(count: 2), ResultSlots(count: 2))
    let alone = try Workload.timed(operations: half * 2) {
        try inGoroutine {
            for place in 0..<2 { together[place] = compute(half, place) }
        }
    }
    var parallel = try Workload.timed(operations: half * 2) {
        try inGoroutine {
            let group = WaitGroup()
            for place in 0..<2 {
                group.go { apart[place] = compute(half, place) }
            }
            group.wait()
        }
    }
    try Complaint.unless(apart.all, is: together.all, "what two goroutines computed")
    parallel.extras = [("speedup", alone.reading.wallSeconds / parallel.reading.wallSeconds)]
    return parallel
}

private func compute(_ steps: Int, _ place: Int) -> Int {
    Int(Xorshift.number(after: steps, seed: UInt32(place + 1)))
}
