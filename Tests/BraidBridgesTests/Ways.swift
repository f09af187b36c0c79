// Bridges tests › Ways: where a coroutine may run, and all of it under seeds.
//
// Under a seed an event loop takes its tasks in their order, and only between them and the goroutines there is a choice. On
// the goroutines' workers each step of a task stands among what is runnable, so that the seed chooses between tasks, too. A
// task that is to race with its creator needs a `Task.yield()` of that, since both share one thread.

import Braid
import BraidCore
import BraidTestSeeds
import BraidTesting

/// Runs `body` as a task of Swift's pool, beside the real workers; and for each of 20 seeds on an event loop and as a task of
/// the goroutines' workers, in virtual time. Tasks that it starts belong into `taskHere`.
func threeWays(_ count: UInt64 = 20, _ body: @escaping @Sendable () async throws -> Void) async throws {
    try await forSeeds(count) { try EventLoop.run { try await body() } }
    try await forSeeds(count) {
        let result = OneShot<Result<Void, any Error>>()
        Task(executorPreference: .goroutines) {
            do { result.set(.success(try await body())) } catch { result.set(.failure(error)) }
        }
        try result.wait(.join).get()
    }
    if Seeds.replayed == nil { try await body() }
}

/// A task that runs where the test runs that starts it: `Task { }` always runs on Swift's pool, where no seed rules.
func taskHere<Value: Sendable>(
    _ body: @escaping @Sendable () async throws -> Value
) -> Task<Value, any Error> {
    let home: (any TaskExecutor)? = EventLoop.current ?? (isSeeded ? GoroutineExecutor.goroutines : nil)
    return Task(executorPreference: home, operation: body)
}
