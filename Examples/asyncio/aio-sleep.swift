// asyncio › Aio sleep: time-sleep repaired. The loop's own sleep gives the thread to the others. Takes 1 s.

import BraidAsyncio

func doWork() async throws {
    try await sleep(.seconds(1))
}

func main() async throws {
    var futures: [Future<Void>] = []
    for _ in 0..<3 {
        let future = ensureFuture { try await doWork() }
        futures.append(future)
    }
    _ = try await gather(futures)
    print("done")
}

try EventLoop.run { try await main() }
