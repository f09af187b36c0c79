// Workloads › spawn_seq: one task at a time, each answering over a stream. One operation is a task.

import Measuring

func spawnOneAfterAnother(_ count: Int) async throws {
    let (stream, answers) = AsyncStream.makeStream(of: Int.self)
    var iterator = stream.makeAsyncIterator()
    for number in 0..<count {
        Task { answers.yield(number) }
        try await Complaint.unless(iterator.next(), is: number, "the answer")
    }
}
