// Workloads › spawn_seq: one goroutine at a time, each answering over a channel. One operation is a goroutine.

import BraidGoroutines
import Measuring

func spawnOneAfterAnother(_ count: Int) throws {
    let answers = Channel<Int>()
    for number in 0..<count {
        go { try answers.send(number) }
        try Complaint.unless(answers.receive(), is: number, "the answer")
    }
}
