// asyncio › Time sleep: gather, and nothing is concurrent all the same: the call blocks the one thread that all three run
// on. Takes 3 s, and the watchdog says on standard error which call it was. C's sleep is here what time.sleep is in Python.

import BraidAsyncio
import Glibc

func doWork() async {
    _ = Glibc.sleep(1)
}

func main() async throws {
    var futures: [Future<Void>] = []
    for _ in 0..<3 {
        let future = ensureFuture { await doWork() }
        futures.append(future)
    }
    _ = try await gather(futures)
    print("done")
}

try EventLoop.run { try await main() }
