// Testing › PlainThreads: keeps blocking bodies off Swift's pool.
//
// Tests run as Swift tasks, on a pool with as many threads as processors. A test that blocks there takes a thread
// away from all others, and two that wait for each other through the pool never end.

internal import BraidCore

/// Runs `body` on a thread of its own and suspends the calling task until it has ended.
public func onPlainThread<Value>(_ body: sending @escaping () throws -> sending Value) async throws -> Value {
    let body = Handed(value: body)
    let result: Handed<Result<Value, any Error>> = await withCheckedContinuation { continuation in
        _ = PlainThread(name: "braid-test") {
            continuation.resume(returning: Handed(value: Result(catching: body.value)))
        }
    }
    return try result.value.get()
}
