// Tasks › TaskCore: where a task stands, and what a request to cancel it does there.
//
// Asyncio's cancellation is an edge: one request is one `CancellationError`, at the await where the task stands or at
// the next one, and a task that catches it goes on as before. Swift's is a level: once cancelled, `Task.isCancelled`
// stays true, and every native wait throws from then on. Both are needed, because a task's body may await a future of
// ours or any `async` function of Swift's:
//
//  - The body's own waits for futures follow the edge, and do not look at `Task.isCancelled`.
//  - While the body awaits a future, the request is passed on to that future, and Swift's task is left alone: what
//    the body does in its clean-up can still use native async code.
//  - While it awaits native code, a task group's children included, Swift's task is cancelled, as nothing else could
//    reach that code. We cannot see whether it took notice, so the edge stays set too: no request is ever lost, at the
//    price of a second `CancellationError` for a body that swallows the first and then awaits a future.
//  - Structured child tasks are Swift's tasks: their waits for futures follow Swift's level (see Waiting).
//
// Roads rejected: cancelling Swift's task on every request (then `timeout` would break all native code after it, and
// `uncancel` would be a lie); never cancelling it (then a download in a task could not be stopped).
//
// Invariants:
//  - `mustCancel` is set by a request that could not be passed on, and taken back by whoever throws for it.
//  - A task that is not ended and not `waiting` holds its loop: native code it awaits will come back to it.

internal import BraidCore

@safe
final class TaskCore: FutureCore, @unchecked Sendable {
    // Safety: as for FutureCore. `root` is compared and never used otherwise.
    enum Position {
        /// The first step is still to come.
        case created
        /// In a step, or suspended in native code.
        case inside
        /// Suspended in our `await` of a future, which may have ended by now.
        case waiting(FutureCore)
        /// Let others run, and is scheduled to go on.
        case yielding
    }

    /// The task whose code runs here, its structured children's too.
    @TaskLocal static var current: TaskCore?

    let number: Int
    private let givenName: String?
    /// Where the loop keeps it while it has not ended.
    var place = 0
    private var position = Position.created
    private var mustCancel = false
    private var requestMessage: String?
    /// What the cancellation said that the body was last thrown.
    private var thrownMessage: String?
    /// Requests to cancel that were not taken back by `uncancel`.
    private(set) var cancelling = 0
    private var swiftTask: Task<Void, Never>?
    private var root: UnsafeCurrentTask?

    init(state: LoopState, name: String?) {
        number = state.nextTask()
        givenName = name
        super.init(loop: state.loop)
        state.began(self)
        loop.holdHere()
    }

    /// Composed when somebody asks: most tasks end without being named.
    var name: String { givenName ?? "Task-\(number)" }

    override var title: String { "the task \(name)" }

    /// Whether the code that runs now is the body's own, not that of a structured child or of another Swift task.
    var isRunningHere: Bool {
        // Safety: compares identities. The root is alive until the task has ended, so no other can have its address.
        unsafe withUnsafeCurrentTask { unsafe $0 != nil && $0 == root }
    }

    /// Takes Swift's task, which was made and has not run yet.
    func started(as task: Task<Void, Never>) { swiftTask = task }

    /// The first step begins. Throws if the task was cancelled before it, and its body is not to run.
    func begin() throws {
        // Safety: see `isRunningHere`.
        unsafe root = withUnsafeCurrentTask { unsafe $0 }
        position = .inside
        try throwIfCancelled()
    }

    // MARK: Ending

    /// The body has returned, and `succeed` is to set its value; unless a request came so late that nothing threw it.
    func bodyReturned(_ succeed: () -> Void) {
        if mustCancel { finish { endCancelled(requestMessage) } } else { finish(succeed) }
    }

    /// The body has thrown.
    func bodyThrew(_ error: any Error) {
        finish {
            if error is CancellationError { endCancelled(thrownMessage) } else { _ = end(.failed(error)) }
        }
    }

    private func endCancelled(_ message: String?) { _ = super.cancel(message: message) }

    private func finish(_ body: () -> Void) {
        mustCancel = false
        swiftTask = nil
        LoopState.of(loop).ended(self)
        body()
        loop.releaseHere()
    }

    // MARK: Cancelling

    override func cancel(message: String?) -> Bool {
        guard !isDone else { return false }
        cancelling += 1
        if case .waiting(let future) = position, future.cancel(message: message) { return true }
        mustCancel = true
        requestMessage = message
        // Where the body stands is known when the present callback has ended: it may be the one that is running.
        loop.queueMicrotask { [self] in cancelNativeCode() }
        return true
    }

    private func cancelNativeCode() {
        if mustCancel, case .inside = position { swiftTask?.cancel() }
    }

    /// Takes one request back, if there is one; the last takes with it what has not been thrown yet, as in Python 3.13.
    func uncancel() -> Int {
        cancelling = max(0, cancelling - 1)
        if cancelling == 0 { mustCancel = false }
        return cancelling
    }

    private func throwIfCancelled() throws {
        guard mustCancel else { return }
        mustCancel = false
        thrownMessage = requestMessage
        throw CancellationError()
    }

    // MARK: Steps

    /// The body suspends to await a future, which is to call `step`.
    func suspend(on future: FutureCore, _ step: @escaping () -> Void) {
        position = .waiting(future)
        loop.releaseHere()
        future.addCallback { [loop] in
            loop.holdHere()
            step()
        }
        if mustCancel, future.cancel(message: requestMessage) { mustCancel = false }
    }

    /// The body suspends to let others run before `step`.
    func suspend(_ step: @escaping () -> Void) {
        position = .yielding
        loop.callSoon(step)
    }

    /// The body goes on after a suspension. Throws if it is to be cancelled.
    func resumed() throws {
        let awaited = position
        position = .inside
        try throwIfCancelled()
        if case .waiting(let future) = awaited, future.isCancelled { thrownMessage = future.cancelMessage }
    }
}
