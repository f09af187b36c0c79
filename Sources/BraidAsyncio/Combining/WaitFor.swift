// Combining › WaitFor: a future, or coroutine, that is given so much time.
//
// When time is up the future is cancelled, and what it does about that is waited for. Python 3.12 cancels the awaiting
// task instead, which passes the request on to the future; cancelling the future itself comes to the same, works in
// Swift's child tasks too, and never marks a Swift task as cancelled that goes on afterwards.

internal import BraidCore

/// The result of `future`, if it comes within `timeout`. Python's `asyncio.wait_for`.
///
/// When time is up the future is cancelled; this waits until it has ended, so its clean-up is over when this returns. A
/// future that has ended gives its result, whatever the timeout. If the awaiting task is cancelled, so is the future,
/// and a request to cancel is never lost, also if the future ends in the same turn.
///
/// - Parameter timeout: nil for as long as it takes; with zero or less the future is cancelled at once.
/// - Throws: `TimeoutError`; what the future failed with; `CancellationError`.
public nonisolated(nonsending) func waitFor<Value>(
    _ future: Future<Value>, timeout: Duration?
) async throws -> Value {
    future.core.checkThread()
    guard let timeout, !future.done else { return try await future.value }
    let deadline = Deadline()
    let timer: LoopTimer?
    if timeout > .zero {
        let loop = future.core.loop
        timer = LoopTimer(on: loop, at: loop.clock.now.advanced(by: timeout)) {
            deadline.hasPassed = future.cancel()
        }
    } else {
        timer = nil
        deadline.hasPassed = future.cancel()
    }
    defer { timer?.cancel() }
    let requests = Requests.toCaller
    do {
        return try await future.value
    } catch is CancellationError where deadline.hasPassed && Requests.toCaller == requests {
        throw TimeoutError()
    }
}

/// What `body` returns, if it comes within `timeout`. Python's `wait_for` of a coroutine.
///
/// `body` is a task of its own, as in Python until 3.11, so that native async code in it can be cancelled without
/// marking the awaiting task. Otherwise the same as for a future.
public nonisolated(nonsending) func waitFor<Value>(
    timeout: Duration?, _ body: sending @escaping () async throws -> Value
) async throws -> Value {
    try await waitFor(createTask(body), timeout: timeout)
}

private final class Deadline {
    var hasPassed = false
}

/// How often the code that runs here was asked to be cancelled.
private enum Requests {
    static var toCaller: Int {
        guard let task = TaskCore.current, task.isRunningHere else { return Task.isCancelled ? 1 : 0 }
        return task.cancelling
    }
}
