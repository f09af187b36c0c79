// Futures › FutureCore: the state of a future, and who is to hear of its end. Knows nothing of the value's type.
//
// Everything that decides an order is here and in TaskCore, written once for all types; `Future<Value>` adds the value.
// A gathering future and a task are subclasses, because they answer `cancel` in another way.
//
// Invariants:
//  - The state changes once, from pending to one of the others.
//  - Callbacks never run inside the call that ends the future: each is a `callSoon` of its own, in the order in which
//    they were added. One that is added after the end is scheduled at once.

internal import BraidCore

class FutureCore: @unchecked Sendable {
    // Safety: touched on the loop's thread only; `checkThread` guards every way in from outside of the module.
    enum State {
        case pending
        case succeeded
        case failed(any Error)
        case cancelled
    }

    let loop: EventLoop
    private(set) var state = State.pending
    /// What the request said that cancelled it.
    private(set) var cancelMessage: String?
    private var callbacks: [(id: UInt64, body: () -> Void)] = []
    private var lastCallback: UInt64 = 0
    /// Whether it failed and nobody has asked for the error yet.
    private var isErrorUnretrieved = false

    init(loop: EventLoop) {
        self.loop = loop
    }

    deinit {
        guard isErrorUnretrieved, case .failed(let error) = state else { return }
        UnhandledError(message: "\(title) failed, and nobody asked for its error", error: error).report(
            on: loop)
    }

    /// What reports call it.
    var title: String { "a future" }

    var isDone: Bool { if case .pending = state { false } else { true } }
    var isCancelled: Bool { if case .cancelled = state { true } else { false } }

    /// Traps unless the caller runs on the future's loop, in release too.
    @inline(__always)
    func checkThread() {
        if !loop.isCurrent { LoopState.failOutside("a future or task belongs to its loop") }
    }

    /// Ends the future. False if it has ended already.
    func end(_ final: State) -> Bool {
        guard !isDone else { return false }
        state = final
        if case .failed = final { isErrorUnretrieved = true }
        for callback in callbacks { loop.callSoon(callback.body) }
        callbacks = []
        return true
    }

    /// Ends the future as cancelled; subclasses pass the request on instead. False if it has ended already.
    func cancel(message: String?) -> Bool {
        guard !isDone else { return false }
        cancelMessage = message
        return end(.cancelled)
    }

    /// Returns if there is a value.
    func check() throws {
        switch state {
        case .pending: throw InvalidStateError.notDone
        case .succeeded: return
        case .cancelled: throw CancellationError()
        case .failed(let error):
            isErrorUnretrieved = false
            throw error
        }
    }

    /// The error it failed with, which counts as retrieved now; nil if it did not fail.
    func retrieveError() -> (any Error)? {
        guard case .failed(let error) = state else { return nil }
        isErrorUnretrieved = false
        return error
    }

    /// Has `body` called, by `callSoon`, once the future has ended.
    @discardableResult
    func addCallback(_ body: @escaping () -> Void) -> UInt64 {
        lastCallback += 1
        if isDone { loop.callSoon(body) } else { callbacks.append((lastCallback, body)) }
        return lastCallback
    }

    /// Takes a callback back. False if it has been scheduled, or taken back, already.
    @discardableResult
    func removeCallback(_ id: UInt64) -> Bool {
        guard let place = callbacks.firstIndex(where: { $0.id == id }) else { return false }
        callbacks.remove(at: place)
        return true
    }
}
