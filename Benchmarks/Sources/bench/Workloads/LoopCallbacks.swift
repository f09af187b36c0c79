// Workloads › aio_callsoon: N callbacks queued at once. One operation is a callback.

import BraidAsyncio

func queueCallbacks(_ count: Int) async throws {
    let finished = Future<Void>()
    // Safety: counted down by callbacks alone, which run one after another on the loop's thread.
    nonisolated(unsafe) var missing = count
    for _ in 0..<count {
        callSoon {
            unsafe missing -= 1
            if unsafe missing == 0 { try finished.setResult(()) }
        }
    }
    try await finished.value
}
