// Workloads › daisy: a chain of N tasks, each of which adds one to what comes from its right and passes it to its left,
// created and passed once. One operation is a node.

import Measuring

func daisyChain(_ count: Int) async throws {
    let (leftmost, end) = AsyncStream.makeStream(of: Int.self)
    var left = end
    for _ in 0..<count {
        let (source, right) = AsyncStream.makeStream(of: Int.self)
        let target = left
        Task {
            var numbers = source.makeAsyncIterator()
            if let number = await numbers.next() { target.yield(number + 1) }
        }
        left = right
    }
    left.yield(0)
    var lengths = leftmost.makeAsyncIterator()
    try await Complaint.unless(lengths.next(), is: count, "the length of the chain")
}
