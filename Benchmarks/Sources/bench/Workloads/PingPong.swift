// Workloads › pingpong: N round trips over two unbuffered channels. One operation is a round trip.

import BraidGoroutines
import Measuring

func playPingPong(_ count: Int) throws {
    let (there, back) = (Channel<Int>(), Channel<Int>())
    go {
        for ball in there { try back.send(ball) }
        try back.close()
    }
    for ball in 0..<count {
        try there.send(ball)
        try Complaint.unless(back.receive(), is: ball, "the ball")
    }
    try there.close()
    _ = back.receive()
}
