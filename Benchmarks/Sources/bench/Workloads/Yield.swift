// Workloads › yield2, yield1000: N yields shared by 2 or by 1,000 goroutines. One operation is a yield.

import BraidGoroutines
import Measuring

func yield(_ count: Int, among goroutines: Int) throws {
    let group = WaitGroup()
    for share in count.shares(among: goroutines) {
        group.go {
            for _ in 0..<share { Goroutine.yield() }
        }
    }
    group.wait()
}
