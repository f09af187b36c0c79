// Context › Patience: how long a wait may take, in the three ways in which a caller can say it.

package import BraidCore

/// Parks a waiter, and says why the wait ended.
package enum Patience {
    case endless
    case context(Context)
    case duration(Duration)

    /// Called once per wait. What waits in several steps, such as for a mutex, makes a deadline of the duration first.
    ///
    /// - Returns: `.closed` if a context ended the wait, `.timedOut` if the duration did; the caller takes his node out then.
    package func park(_ waiter: Waiter, _ reason: WaitReason, of site: CreationSite) -> Verdict {
        switch self {
        case .endless: waiter.park(reason, of: site)
        case .context(let context): context.park(waiter, reason, of: site)
        case .duration(let duration):
            waiter.park(reason, of: site, until: waiter.now.advanced(by: max(.zero, duration)))
        }
    }

    /// What a wait throws that was ended by it.
    package var error: ContextError {
        if case .context(let context) = self { context.error ?? .cancelled } else { .deadlineExceeded }
    }

    package func check() throws(ContextError) {
        if case .context(let context) = self { try context.check() }
    }
}
