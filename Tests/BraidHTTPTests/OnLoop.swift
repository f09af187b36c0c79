// HTTP tests › OnLoop: a coroutine of a test on an event loop.

import BraidCore
import BraidTesting

/// Runs a coroutine on a loop of its own, and returns what it returned.
func onLoop<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws
    -> Value
{
    let result = OneShot<Result<Value, any Error>>()
    try await onPlainThread {
        try EventLoop.runUntilIdle {
            let loop = EventLoop.current!
            loop.hold()
            Task(executorPreference: loop) {
                do { result.set(.success(try await body())) } catch { result.set(.failure(error)) }
                loop.release()
            }
        }
    }
    return try result.wait(.join).get()
}
