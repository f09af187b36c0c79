// Workloads › ring1000: a token's N hops round 1,000 tasks. One operation is a hop.
//
// Who takes the token at zero finishes the stream to his neighbour, who finishes the next one, until all have ended.

func passToken(_ count: Int, round tasks: Int) async {
    let streams = (0..<tasks).map { _ in AsyncStream.makeStream(of: Int.self) }
    await withDiscardingTaskGroup { group in
        for place in 0..<tasks {
            let (left, right) = (streams[place].stream, streams[(place + 1) % tasks].continuation)
            group.addTask {
                for await token in left {
                    guard token > 0 else { break }
                    right.yield(token - 1)
                }
                right.finish()
            }
        }
        streams[0].continuation.yield(count)
    }
}
