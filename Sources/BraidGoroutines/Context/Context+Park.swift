// Context › Park: a wait that was published elsewhere, ended by a context as well.

internal import BraidCore

extension Context {
    /// Parks `waiter` until its wait is claimed by whom it was published to, or until the context ends.
    ///
    /// - Returns: `.closed` if the context ended it; the caller takes his node out then.
    func park(_ waiter: Waiter, _ reason: WaitReason, of site: CreationSite) -> Verdict {
        guard let done = cancellation?.done else { return waiter.park(reason, of: site) }
        defer { extendLifetime(done) }
        var nothing: Void = ()
        // Safety: both are in this frame, which outlives the wait; nothing is ever sent on `done`.
        return unsafe withUnsafeMutablePointer(to: &nothing) { slot in
            var node = unsafe WaitNode(waiter, slot: UnsafeMutableRawPointer(slot))
            return unsafe withUnsafeMutablePointer(to: &node) { node in
                let hasEnded =
                    unsafe done.core.receive(into: UnsafeMutableRawPointer(slot), orWaitAs: node) != nil
                // Whoever claims a wait makes it ready; here that is the one who parks.
                if hasEnded, waiter.claim(.closed) { waiter.ready() }
                let verdict = waiter.park(reason, of: site)
                unsafe done.core.withdraw(node, isSender: false)
                return verdict
            }
        }
    }
}
