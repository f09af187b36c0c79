// Workloads › daisy: a chain of N goroutines, each of which adds one to what comes from its right and passes it to its
// left, created and passed once. One operation is a node.

import BraidGoroutines
import Measuring

func daisyChain(_ count: Int) throws {
    let leftmost = Channel<Int>()
    var left = leftmost
    for _ in 0..<count {
        let (target, source) = (left, Channel<Int>())
        go { try target.send(1 + (source.receive() ?? 0)) }
        left = source
    }
    try left.send(0)
    try Complaint.unless(leftmost.receive(), is: count, "the length of the chain")
}
