// Bridges › Patience and coroutine: a suspended wait that a deadline or a context ends.
//
// The waiter stands in two queues then: in that of what is waited for, and in that of what may end the wait. One claim wins,
// as in all waits. Both places are left before the waiter goes.

internal import BraidCore
internal import BraidGoroutines

extension Patience {
    /// Suspends the calling task until a partner has done what is waited for.
    ///
    /// - Parameters:
    ///   - slot: where a partner puts or finds a value; in place until this returns.
    ///   - publish: links the node, under the lock of what is waited for; false if there is nothing to wait for.
    ///   - withdraw: takes the node out again, if it is still in. Its result says whether the wait has failed: it has not if
    ///     all was done when it ended.
    /// - Throws: `CancellationError` if the task was cancelled first; `ContextError` if this patience was over first.
    nonisolated(nonsending) func suspend(
        slot: UnsafeMutableRawPointer? = nil, hearsCancellation: Bool = true,
        publish: (UnsafeMutablePointer<WaitNode>) -> Bool,
        withdraw: (UnsafeMutablePointer<WaitNode>) -> Bool
    ) async throws {
        var ending: Ending?
        var hasFailed = false
        // Safety: the suspension keeps its node, and with it the waiter, until `ended` has been called.
        let verdict = unsafe await Suspension.wait(slot: slot, hearsCancellation: hearsCancellation) { node in
            let waiter = unsafe node.pointee.waiter
            guard unsafe publish(node) else { return false }
            ending = Ending(of: waiter, by: self)
            return true
        } withdraw: { node in
            hasFailed = unsafe withdraw(node)
        } ended: { _ in
            ending?.leave()
        }
        guard hasFailed else { return }
        if verdict == .cancelled { throw CancellationError() }
        throw error
    }
}

/// What may end a coroutine's wait before its time: a timer, or a place in the queue of a context's `done`.
@safe
private final class Ending {
    private let timer: WakeUp?
    private let done: Channel<Never>?
    // Safety: allocated in `init`, freed in deinit, after `leave` has taken it out of its queue.
    private let node: UnsafeMutablePointer<WaitNode>

    /// From now on the wait of `waiter` may be ended. The waiter must stay until `leave`.
    init(of waiter: Waiter, by patience: Patience) {
        // Safety: see the property. Nothing is ever sent on `done`, so its slot is never written to.
        unsafe node = .allocate(capacity: 1)
        unsafe node.initialize(to: WaitNode(waiter, slot: UnsafeMutableRawPointer(node)))
        switch patience {
        case .endless: (timer, done) = (nil, nil)
        case .duration(let duration): (timer, done) = (WakeUp(of: waiter, after: max(.zero, duration)), nil)
        case .context(let context): (timer, done) = (nil, context.done?.channel)
        }
        let hasEnded = unsafe done?.core.receive(into: UnsafeMutableRawPointer(node), orWaitAs: node) != nil
        // Whoever claims a wait makes it ready; here that is the one who waits.
        if hasEnded, waiter.claim(.closed) { waiter.ready() }
    }

    deinit {
        // Safety: see the property.
        unsafe node.deinitialize(count: 1)
        unsafe node.deallocate()
    }

    /// The waiter is not touched afterwards.
    func leave() {
        timer?.cancel()
        // Safety: this object's own node.
        unsafe done?.core.withdraw(node, isSender: false)
    }
}
