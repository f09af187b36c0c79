// Workloads › chan_unbuf, chan_spsc128, chan_mpmc4x4: N messages from producers to consumers over one channel. One
// operation is a message.

import BraidGoroutines
import Measuring

func pass(_ count: Int, capacity: Int, producers: Int = 1, consumers: Int = 1) throws {
    let messages = Channel<Int>(capacity: capacity)
    let sums = ResultSlots(count: consumers)
    let (sending, receiving) = (WaitGroup(), WaitGroup())
    for consumer in 0..<consumers {
        receiving.go {
            var sum = 0
            for message in messages { sum += message }
            sums[consumer] = sum
        }
    }
    let shares = count.shares(among: producers)
    for share in shares {
        sending.go {
            for message in 0..<share { try messages.send(message) }
        }
    }
    sending.wait()
    try messages.close()
    receiving.wait()
    let expected = shares.reduce(0) { $0 + $1 * ($1 - 1) / 2 }
    try Complaint.unless(sums.sum, is: expected, "the sum of the messages")
}
