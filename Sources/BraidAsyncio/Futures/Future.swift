// Futures › Future: a value that will be there, for those on one loop.

package import BraidCore

/// A result that an event loop's code sets once and awaits any number of times. Python's `asyncio.Future`.
///
/// A future belongs to the loop on which it was made, and to that loop's thread: every use elsewhere stops the program.
/// Other threads and goroutines set it through `Future.withResolver()` and cancel it by `cancelFromAnywhere`. The value
/// need not be `Sendable`, as it stays with the loop; what you pass on to other threads you vouch for.
///
/// Two futures are equal if they are the same one.
public class Future<Value>: @unchecked Sendable {
    // Safety: every entry checks that it runs on the loop's thread.
    let core: FutureCore
    /// There when the core has succeeded.
    private var stored: Value?

    /// A future without a result. Python's `loop.create_future()`.
    ///
    /// On an event loop only: inside `EventLoop.run { }` or `EventLoop.runUntilIdle { }`.
    public convenience init() {
        self.init(core: FutureCore(loop: LoopState.here.loop))
    }

    init(core: FutureCore) {
        self.core = core
    }

    /// The loop that it belongs to.
    package var loop: EventLoop { core.loop }

    /// Gives it its result. Python's `set_result`.
    ///
    /// Nobody is woken inside this call: callbacks and those who await it get their turn by `callSoon`.
    ///
    /// - Throws: `InvalidStateError.alreadyDone` if it has ended, `.taskSetsItsOwnResult` if it is a task.
    public func setResult(_ value: sending Value) throws(InvalidStateError) {
        try checkSettable()
        succeed(value)
    }

    /// Ends it with an error, which those who await it are thrown. Python's `set_exception`.
    ///
    /// - Throws: `InvalidStateError.alreadyDone` if it has ended, `.taskSetsItsOwnResult` if it is a task.
    public func setException(_ error: any Error) throws(InvalidStateError) {
        try checkSettable()
        _ = core.end(.failed(error))
    }

    private func checkSettable() throws(InvalidStateError) {
        core.checkThread()
        if core is TaskCore { throw .taskSetsItsOwnResult }
        if core.isDone { throw .alreadyDone }
    }

    /// For the module: the result, if it has none yet.
    func succeed(_ value: Value) {
        guard !core.isDone else { return }
        stored = value
        _ = core.end(.succeeded)
    }

    /// Asks it to end as cancelled; those who await it are thrown a `CancellationError`. Python's `cancel`.
    ///
    /// A plain future is cancelled at once. A task is asked (see `LoopTask`), and the future of `gathered` passes the
    /// request on to all of its own.
    ///
    /// - Parameter message: kept as `cancelMessage`, as Swift's `CancellationError` cannot carry one.
    /// - Returns: false if it has ended already.
    @discardableResult
    public func cancel(message: String? = nil) -> Bool {
        core.checkThread()
        return core.cancel(message: message)
    }

    /// Whether it has ended: with a result, an error, or cancelled. Python's `done()`.
    public var done: Bool {
        core.checkThread()
        return core.isDone
    }

    /// Whether it has ended as cancelled. Python's `cancelled()`.
    public var cancelled: Bool {
        core.checkThread()
        return core.isCancelled
    }

    /// What the request said that cancelled it, if it said anything. In Python the argument of the `CancelledError`.
    public var cancelMessage: String? {
        core.checkThread()
        return core.cancelMessage
    }

    /// Its result, without waiting. Python's `result()`.
    ///
    /// - Throws: what it failed with; `CancellationError` if it was cancelled; `InvalidStateError.notDone`.
    public func result() throws -> Value {
        core.checkThread()
        return try outcome()
    }

    private func outcome() throws -> Value {
        try core.check()
        guard let stored else { fatalError("a future succeeded without its value") }
        return stored
    }

    /// The error it failed with, without waiting; nil if it succeeded. Python's `exception()`.
    ///
    /// - Throws: `CancellationError` if it was cancelled; `InvalidStateError.notDone`.
    public func exception() throws -> (any Error)? {
        core.checkThread()
        if let error = core.retrieveError() { return error }
        try core.check()
        return nil
    }

    /// Its result, once it has one. Python's `await future`.
    ///
    /// If it has ended, this does not suspend, and nothing else runs in between: the opposite of JavaScript. If the
    /// awaiting task is cancelled, so is this future; `shield` prevents that.
    ///
    /// - Throws: what it failed with; `CancellationError` if it, or the awaiting task, was cancelled;
    ///   `TaskAwaitsItselfError`.
    public nonisolated(nonsending) var value: Value {
        get async throws {
            core.checkThread()
            if !core.isDone { try await core.wait() }
            return try outcome()
        }
    }
}

extension Future: Hashable {
    /// Whether both are the same future.
    public static func == (left: Future, right: Future) -> Bool { left === right }

    /// Hashes its identity.
    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
