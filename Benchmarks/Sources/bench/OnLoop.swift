// Bench › OnLoop: work of the event loop's doors runs on a loop of its own, on the main thread.

import BraidAsyncio

func onLoop(
    _ work: @escaping @Sendable (Int) async throws -> Void
) -> @Sendable (Int) throws -> Void {
    { count in
        try EventLoop.run { try await work(count) }
    }
}
