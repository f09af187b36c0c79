// Loop › CallSoon: a callback in the loop's next turn, without a task around it.
//
// Cheaper than a task, as it has no continuation and nobody can await it. What it wants to tell, it puts into a future.

internal import BraidCore

/// A callback that the loop will call, to be cancelled if need be. Python's `asyncio.Handle`. On the loop's thread only.
public final class CallbackHandle: @unchecked Sendable {
    // Safety: confined to the loop's thread, which every entry checks.
    private let loop: EventLoop
    private var body: (() throws -> Void)?
    private var wasCancelled = false

    init(_ body: @escaping () throws -> Void) {
        loop = LoopState.here.loop
        self.body = body
        loop.callSoon { [self] in run() }
    }

    private func run() {
        guard let body = body.take() else { return }
        do { try body() } catch {
            UnhandledError(message: "a callback failed", error: error).report(on: loop)
        }
    }

    /// Takes the callback back, and lets go of what it holds. Without effect once it has been called. Python's
    /// `Handle.cancel`.
    public func cancel() {
        loop.preconditionCurrent()
        wasCancelled = true
        body = nil
    }

    /// Whether `cancel` was called, be it too late. Python's `Handle.cancelled`.
    public var cancelled: Bool {
        loop.preconditionCurrent()
        return wasCancelled
    }
}

/// Calls `body` in the loop's next turn. Python's `loop.call_soon`.
///
/// Callbacks are called in the order in which they were queued, and so are tasks that were made ready meanwhile: all of
/// them wait in one queue. On an event loop only; from elsewhere use a future's `withResolver()`.
///
/// - Parameter body: an error that leaves it does not end the loop; it is reported as `setExceptionHandler` says.
/// - Returns: the handle to cancel it by.
@discardableResult
public func callSoon(_ body: sending @escaping () throws -> Void) -> CallbackHandle {
    CallbackHandle(body)
}
