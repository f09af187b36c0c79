// Async › Value: `await promise`, to the tick.
//
// JavaScript's `await` is a reaction that goes on with the function, inside the microtask. Here the reaction resumes the
// task's continuation, and the loop runs the job that the runtime makes of it at once, inside that microtask.
//
// Unlike JavaScript's function a Swift task can be cancelled while it waits. Then its reaction is taken back; if the
// promise has settled first, the outcome wins.

internal import BraidCore

extension Promise {
    /// The value, waiting for it. JavaScript's `await promise`: takes one tick, and always yields, even if the promise is
    /// settled (Python's `await future` does not).
    ///
    /// To be awaited on the promise's own loop: in `Promise.async`, in `EventLoop.run`, in a task of the loop.
    ///
    /// - Throws: the reason of the rejection; `CancellationError` if the waiting task is cancelled, which leaves the promise
    ///   as it is.
    @inlinable
    nonisolated(nonsending) public var value: Value {
        get async throws {
            if !core.mayGoOnAtOnce() { try await core.settled() }
            return try core.get(Value.self)
        }
    }
}

extension Thenable {
    /// The value, waiting for it. JavaScript's `await thenable`: takes two ticks.
    nonisolated(nonsending) public var value: Value {
        get async throws { try await asPromise.value }
    }
}

extension PromiseCore {
    /// Whether the tick that an await takes is the one in which the calling task runs already: the promise is settled, and
    /// nothing could come between. Then it counts as awaited.
    @usableFromInline
    func mayGoOnAtOnce() -> Bool {
        checkThread()
        guard isSettled, loop.wouldResumeNext else { return false }
        becomeHandled()
        return true
    }

    /// Suspends the calling task until the promise is settled, for a tick at least.
    @usableFromInline
    nonisolated(nonsending) func settled() async throws {
        let awaiting = Awaiting(self)
        defer { loop.becomeSoleTask() }
        if isSettled {
            // The outcome wins over a cancellation, so nobody need hear of one: to listen costs as much as to wait.
            // Safety: `Awaiting` resumes it once.
            unsafe await withUnsafeContinuation { unsafe awaiting.begin($0) }
            return
        }
        await withTaskCancellationHandler {
            // Safety: as above.
            unsafe await withUnsafeContinuation { unsafe awaiting.begin($0) }
        } onCancel: {
            loop.post { awaiting.cancel() }
        }
        if awaiting.wasCancelled { throw CancellationError() }
    }
}

/// One task that waits for one promise.
@safe
private final class Awaiting: @unchecked Sendable {
    // Safety: touched on the loop's thread only; a cancellation from elsewhere is posted there.
    private let core: PromiseCore
    // Safety: resumed once, by whoever takes it out.
    private var continuation: UnsafeContinuation<Void, Never>?
    private var reaction: Reaction?
    /// Whether the task is an async function, which holds the loop except here.
    private let holdsLoop: Bool
    private(set) var wasCancelled = false

    init(_ core: PromiseCore) {
        // Safety: there is none yet.
        unsafe continuation = nil
        self.core = core
        holdsLoop = AsyncFunctions.of(core.loop).isRunningHere
    }

    func begin(_ continuation: UnsafeContinuation<Void, Never>) {
        // Safety: resumed once, by whoever takes it out of the property.
        unsafe self.continuation = continuation
        let reaction = Reaction { _, _ in self.resume() }
        self.reaction = reaction
        core.add(reaction)
        if holdsLoop { core.loop.releaseHere() }
    }

    func cancel() {
        // Once the reaction is triggered its microtask will come, and the outcome wins.
        guard let reaction, core.remove(reaction) else { return }
        wasCancelled = true
        resume()
    }

    private func resume() {
        reaction = nil
        // Safety: see the property.
        guard let continuation = unsafe continuation.take() else { return }
        if holdsLoop { core.loop.holdHere() }
        core.loop.resumeInline { unsafe continuation.resume() }
    }
}
