// Combining › Timeout: so much time for a part of a task.

internal import BraidCore

/// The time that a part of a task has; what `timeout` gives to its body. Python's `asyncio.Timeout`.
public final class TimeoutScope: @unchecked Sendable {
    // Safety: every entry checks that it runs on the loop's thread.
    private enum Phase {
        case active
        /// Time was up, and the task was asked to be cancelled.
        case expired
        case left
    }

    private let task: TaskCore
    /// Requests to cancel the task that were there before this scope.
    private let earlierRequests: Int
    private var timer: LoopTimer?
    private var phase = Phase.active

    fileprivate init(_ duration: Duration?) {
        guard let task = TaskCore.current, task.loop.isCurrent, task.isRunningHere else {
            fatalError(
                "timeout belongs in the body of a task: use createTask, or waitFor, which works everywhere")
        }
        self.task = task
        earlierRequests = task.cancelling
        set(duration)
    }

    /// Whether time was up before the body had ended. Python's `expired()`.
    public var expired: Bool {
        task.checkThread()
        return phase == .expired
    }

    /// Gives the body `duration` from now, or all the time there is with nil. Python's `reschedule`.
    ///
    /// Nothing happens if time is up already, or the body has ended.
    public func reschedule(_ duration: Duration?) {
        task.checkThread()
        guard phase == .active else { return }
        set(duration)
    }

    private func set(_ duration: Duration?) {
        timer?.cancel()
        timer = duration.map { duration in
            LoopTimer(on: task.loop, at: task.loop.clock.now.advanced(by: duration)) { [self] in
                phase = .expired
                timer = nil
                _ = task.cancel(message: nil)
            }
        }
    }

    /// The body has ended. True if that was this scope's doing, and nobody else asked for the task to be cancelled.
    fileprivate func leave() -> Bool {
        timer?.cancel()
        timer = nil
        guard phase == .expired else {
            phase = .left
            return false
        }
        return task.uncancel() <= earlierRequests
    }
}

/// Runs `body` as a part of the task that calls, for at most `duration`. Python's `async with asyncio.timeout(delay)`.
///
/// When time is up the task is cancelled, and if the `CancellationError` leaves `body`, it becomes a `TimeoutError`
/// here; the task goes on as if it had not been cancelled. Of nested timeouts each converts its own. A request to
/// cancel from elsewhere stays one. If time is up while `body` awaits native async code, Swift's task is cancelled,
/// which cannot be taken back: use `waitFor` around such code if the task goes on afterwards.
///
/// - Parameters:
///   - duration: nil for no limit, until `reschedule` sets one.
///   - body: is given the scope, whose time it may change. Runs in the same task, in the body of a `LoopTask`.
/// - Throws: `TimeoutError`; what `body` throws.
public nonisolated(nonsending) func timeout<Value>(
    _ duration: Duration?, _ body: nonisolated(nonsending) (TimeoutScope) async throws -> Value
) async throws -> Value {
    let scope = TimeoutScope(duration)
    let result: Result<Value, any Error>
    do {
        result = .success(try await body(scope))
    } catch {
        result = .failure(error)
    }
    let isOurs = scope.leave()
    if isOurs, case .failure(let error) = result, error is CancellationError { throw TimeoutError() }
    return try result.get()
}
