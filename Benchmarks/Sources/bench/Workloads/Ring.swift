// Workloads › ring1000: a token's N hops round 1,000 goroutines. One operation is a hop.
//
// Who takes the token at zero closes the channel to his neighbour, who closes the next one, until all have ended.

import BraidGoroutines

func passToken(_ count: Int, round goroutines: Int) throws {
    let channels = (0..<goroutines).map { _ in Channel<Int>() }
    let group = WaitGroup()
    for place in 0..<goroutines {
        let (left, right) = (channels[place], channels[(place + 1) % goroutines])
        group.go {
            while let token = left.receive(), token > 0 { try right.send(token - 1) }
            try right.close()
        }
    }
    try channels[0].send(count)
    group.wait()
}
