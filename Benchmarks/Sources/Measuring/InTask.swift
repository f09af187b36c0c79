// Measuring › InTask: for peers of Swift's own concurrency. The main thread waits, outside of Swift's pool of threads, while a
// task does the work.

internal import Dispatch
internal import Synchronization

/// Work that is done in a task, as work that a thread waits for.
public func inTask(
    _ work: @escaping @Sendable (Int) async throws -> Void
) -> @Sendable (Int) throws -> Void {
    { count in
        try inTask { try await work(count) }
    }
}

/// Does the work in a task of its own, and returns what it returns.
public func inTask<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) throws -> Value {
    let finished = DispatchSemaphore(value: 0)
    let outcome = Outcome<Value>()
    Task.detached {
        do {
            outcome.set(.success(try await work()))
        } catch {
            outcome.set(.failure(error))
        }
        finished.signal()
    }
    finished.wait()
    return try outcome.get()
}

private final class Outcome<Value: Sendable>: Sendable {
    private let result = Mutex<Result<Value, any Error>?>(nil)

    func set(_ result: Result<Value, any Error>) {
        self.result.withLock { $0 = result }
    }

    func get() throws -> Value {
        guard let result = result.withLock({ $0 }) else { fatalError("the task has not ended") }
        return try result.get()
    }
}
