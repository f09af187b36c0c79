// Workloads › aio_future: N awaits of a future whose result is set by the loop's next callback. One operation is an
// await.

import BraidAsyncio
import Measuring

func awaitFutures(_ count: Int) async throws {
    var sum = 0
    for _ in 0..<count {
        let future = Future<Int>()
        callSoon { try future.setResult(1) }
        sum += try await future.value
    }
    try Complaint.unless(sum, is: count, "the sum")
}
