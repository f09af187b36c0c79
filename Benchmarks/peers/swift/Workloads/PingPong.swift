// Workloads › pingpong: N round trips over two streams. One operation is a round trip.

import Measuring

func playPingPong(_ count: Int) async throws {
    let (there, thereEnd) = AsyncStream.makeStream(of: Int.self)
    let (back, backEnd) = AsyncStream.makeStream(of: Int.self)
    Task {
        for await ball in there { backEnd.yield(ball) }
        backEnd.finish()
    }
    var balls = back.makeAsyncIterator()
    for ball in 0..<count {
        thereEnd.yield(ball)
        try await Complaint.unless(balls.next(), is: ball, "the ball")
    }
    thereEnd.finish()
    try await Complaint.unless(balls.next(), is: nil, "the ball after the last")
}
