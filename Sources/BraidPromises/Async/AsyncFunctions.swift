// Async › AsyncFunctions: the async functions that run on a loop, and whether they keep it from being idle.
//
// Node ends when nothing is left to do, and a function that awaits a promise is nothing to do: whatever settles the
// promise is. But a Swift function can await other things too, such as an actor or `Task.sleep`, of which the loop
// knows nothing until a job comes back. So a function holds its loop while it runs, except while it awaits a promise.

internal import BraidCore

@safe
final class AsyncFunctions: @unchecked Sendable {
    // Safety: confined to the loop's thread, where the functions run.
    private unowned let loop: EventLoop
    // Safety: a task is in the set until it ends, and is compared, never used.
    private var running: Set<UnsafeCurrentTask> = unsafe []

    private init(_ loop: EventLoop) {
        self.loop = loop
    }

    static func of(_ loop: EventLoop) -> AsyncFunctions {
        loop.storage.value(AsyncFunctions.self) { AsyncFunctions(loop) }
    }

    /// Runs `body` at once, up to its first suspension; gives what it ends with to `settle`.
    func start<Output>(
        _ body: sending @escaping () async throws -> Output,
        _ settle: @escaping (Result<Output, any Error>) -> Void
    ) {
        loop.holdHere()
        // Safety: the task calls it on this thread. Alone, not in a tuple with `body`: a tuple that a closure is moved into
        // releases what the closure captured once too often (Swift 6.3.1).
        let settle = Handed(value: settle)
        Task.immediate(executorPreference: loop) { [self] in
            setRunning(true)
            do { settle.value(.success(try await body())) } catch { settle.value(.failure(error)) }
            setRunning(false)
            loop.releaseHere()
        }
    }

    /// Whether the calling task is one of them itself, not a child of one.
    var isRunningHere: Bool {
        // Safety: see the property.
        unsafe withUnsafeCurrentTask { task in unsafe task.map { unsafe running.contains($0) } ?? false }
    }

    private func setRunning(_ isRunning: Bool) {
        // Safety: see the property.
        unsafe withUnsafeCurrentTask { task in
            guard let task = unsafe task else { return }
            if isRunning { unsafe running.insert(task) } else { unsafe running.remove(task) }
        }
    }
}
