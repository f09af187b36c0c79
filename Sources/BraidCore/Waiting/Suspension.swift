// Waiting › Suspension: how a coroutine waits for what goroutines and threads wait for.
//
// The waiter and its node cannot lie on a stack, because a coroutine has none while it is suspended; they are in this
// object. Cancelling the task ends the wait like any other claim: if it races with a hand-over, one of the two wins,
// and a value that was handed over is never lost.
//
// The order that makes a cancellation heard: the waiting side publishes, then looks for the request; the cancelling
// side makes the request, then looks whether there is something published. One of them sees the other.

internal import Synchronization

@safe
package final class Suspension: @unchecked Sendable {
    // Safety: allocated in `init`, freed in deinit. The waiter's record is written before `isPublished` is set, by the
    // suspending side; afterwards the waiter's own rules hold. The cancellation handler keeps the object alive.
    private let record: UnsafeMutablePointer<WaiterRecord>
    private let node: UnsafeMutablePointer<WaitNode>
    private let isPublished = Atomic<Bool>(false)
    private let isCancelled = Atomic<Bool>(false)

    private init() {
        // Safety: freed in deinit.
        unsafe record = .allocate(capacity: 1)
        unsafe node = .allocate(capacity: 1)
    }

    deinit {
        // Safety: the wait is over, and nobody else holds the object.
        if isPublished.load(ordering: .acquiring) {
            unsafe record.deinitialize(count: 1)
            unsafe node.deinitialize(count: 1)
        }
        unsafe record.deallocate()
        unsafe node.deallocate()
    }

    /// Suspends the calling task until its wait is claimed and made ready, or the task is cancelled.
    ///
    /// - Parameters:
    ///   - slot: where a partner puts or finds a value; in place until this returns.
    ///   - publish: links the node, under the lock of what is waited for; false if there is nothing to wait for.
    ///   - withdraw: takes the node out again, if it is still in; called unless a partner did what was waited for.
    ///   - hearsCancellation: false for a wait that has to end before anything else may happen.
    ///   - ended: called however the wait ended, before the waiter goes: the last moment for those who published it in
    ///     more places than the node.
    package nonisolated(nonsending) static func wait(
        slot: UnsafeMutableRawPointer? = nil, hearsCancellation: Bool = true,
        publish: (UnsafeMutablePointer<WaitNode>) -> Bool,
        withdraw: (UnsafeMutablePointer<WaitNode>) -> Void,
        ended: (Verdict) -> Void = { _ in }
    ) async -> Verdict {
        let suspension = Suspension()
        await withTaskCancellationHandler {
            unsafe await withUnsafeContinuation { continuation in
                // Safety: the caller keeps the slot in place; the continuation is resumed once, by the claim's winner.
                unsafe suspension.begin(continuation, slot: slot, publish: publish)
            }
        } onCancel: {
            if hearsCancellation { suspension.cancel() }
        }
        // Safety: the wait is over, so the record and the node are this side's alone.
        let verdict = unsafe Waiter(suspension.record).wait.repeatedVerdict
        if verdict != .done { unsafe withdraw(suspension.node) }
        ended(verdict)
        extendLifetime(suspension)
        return verdict
    }

    private func begin(
        _ continuation: UnsafeContinuation<Void, Never>, slot: UnsafeMutableRawPointer?,
        publish: (UnsafeMutablePointer<WaitNode>) -> Bool
    ) {
        // Safety: nobody else can reach the records before they are published.
        unsafe record.initialize(to: WaiterRecord(.continuation(continuation)))
        let waiter = unsafe Waiter(record)
        waiter.open()
        unsafe node.initialize(to: WaitNode(waiter))
        if let slot = unsafe slot { unsafe node.pointee.slot = slot }
        let mustWait = unsafe publish(node)
        isPublished.store(true, ordering: .sequentiallyConsistent)
        if !mustWait {
            if waiter.claim() { waiter.ready() }
        } else if isCancelled.load(ordering: .sequentiallyConsistent) {
            if waiter.claim(.cancelled) { waiter.ready() }
        }
    }

    private func cancel() {
        isCancelled.store(true, ordering: .sequentiallyConsistent)
        guard isPublished.load(ordering: .sequentiallyConsistent) else { return }
        // Safety: published, so the record is initialized; this object keeps it.
        let waiter = unsafe Waiter(record)
        if waiter.claim(.cancelled) { waiter.ready() }
    }
}
