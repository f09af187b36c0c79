// Context › Patience: how long a wait may take, in the three ways in which a caller can say it.

internal import BraidCore

/// Parks a waiter, and says why the wait ended.
enum Patience {
    case endless
    case context(Context)
    case duration(Duration)

    /// Called once per wait. What waits in several steps, such as for a mutex, makes a deadline of the duration first.
    func park(_ waiter: Waiter, _ reason: WaitReason) -> Verdict {
        switch self {
        case .endless: waiter.park(reason)
        case .context(let context): context.park(waiter, reason)
        case .duration(let duration):
            waiter.park(reason, until: waiter.now.advanced(by: max(.zero, duration)))
        }
    }

    /// What a wait throws that was ended by it.
    var error: ContextError {
        if case .context(let context) = self { context.error ?? .cancelled } else { .deadlineExceeded }
    }

    func check() throws(ContextError) {
        if case .context(let context) = self { try context.check() }
    }
}
