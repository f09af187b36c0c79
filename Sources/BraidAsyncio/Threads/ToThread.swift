// Threads › ToThread: the way out for a call that blocks.

internal import BraidCore

/// Runs `body`, which may block, on a thread of its own, and awaits its result. Python's `asyncio.to_thread`.
///
/// The loop goes on meanwhile. At most 32 such calls of one loop run at the same time, fewer on small machines, and
/// further ones wait for their turn. In a seeded run `body` is a goroutine of that run.
///
/// If the awaiting task is cancelled, this throws at once, but a body that has begun cannot be stopped: it runs to its
/// end, its result is dropped, and `EventLoop.run` waits for it. A body that has not begun never runs. Task-local
/// values do not reach the body, unlike Python's context variables.
///
/// - Throws: what `body` throws; `CancellationError` if the awaiting task was cancelled.
public nonisolated(nonsending) func toThread<Value>(
    _ body: sending @escaping () throws -> sending Value
) async throws -> Value {
    let threads = LoopState.here.threads
    let (future, resolver) = Future<Value>.withResolver()
    let body = Handed(value: body)
    let call = threads.submit {
        do {
            resolver.setResult(try body.value())
        } catch {
            resolver.setException(error)
        }
    }
    defer { threads.withdraw(call) }
    return try await future.value
}
