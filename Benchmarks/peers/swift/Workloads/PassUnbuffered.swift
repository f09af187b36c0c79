// Workloads › chan_unbuf: N messages from a producer to a consumer over one channel. One operation is a message.

import AsyncAlgorithms
import Measuring

func passUnbuffered(_ count: Int) async throws {
    let messages = AsyncChannel<Int>()
    async let sum = messages.reduce(0, +)
    for message in 0..<count { await messages.send(message) }
    messages.finish()
    try await Complaint.unless(sum, is: count * (count - 1) / 2, "the sum of the messages")
}
