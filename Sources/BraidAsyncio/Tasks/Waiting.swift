// Tasks › Waiting: how async code suspends on this door's futures. One suspension is one step of asyncio: the code goes
// on inside the callback that the future scheduled for it.
//
// Three kinds of code await: the body of a LoopTask, whose TaskCore keeps asyncio's rules of cancellation; a structured
// child of one; and any other Swift task that runs on the loop. The latter two are Swift's, and follow Swift's rule:
// while the Swift task is cancelled, the future it awaits gets cancelled.

internal import BraidCore

extension FutureCore {
    /// Suspends until the future has ended. To be called only if it has not.
    ///
    /// Throws `CancellationError` if the awaiting LoopTask is to be cancelled, whatever became of the future.
    nonisolated(nonsending) func wait() async throws {
        guard let task = TaskCore.current, task.isRunningHere else { return await waitAsSwiftTask() }
        if self === task {
            try await yieldStep()
            throw TaskAwaitsItselfError()
        }
        await suspend(on: loop) { step in task.suspend(on: self, step) }
        try task.resumed()
    }

    private nonisolated(nonsending) func waitAsSwiftTask() async {
        await withTaskCancellationHandler {
            await suspend(on: loop) { step in addCallback(step) }
        } onCancel: {
            loop.post { [self] in _ = cancel(message: nil) }
        }
    }
}

/// Suspends for one turn of the loop.
nonisolated(nonsending) func yieldStep() async throws {
    let loop = LoopState.here.loop
    if let task = TaskCore.current, task.isRunningHere {
        await suspend(on: loop) { step in task.suspend(step) }
        try task.resumed()
    } else {
        await suspend(on: loop) { step in loop.callSoon(step) }
        try Task.checkCancellation()
    }
}

/// Suspends, and gives `body` what is to be called, once and as a callback of the loop, for the caller to go on.
private nonisolated(nonsending) func suspend(
    on loop: EventLoop, _ body: (_ step: @escaping () -> Void) -> Void
) async {
    // Safety: a future calls each callback once, and so does the loop.
    unsafe await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
        body { loop.resumeInline { unsafe continuation.resume() } }
    }
}
