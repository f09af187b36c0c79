// Goroutine › OwnContext: the context of a spawned goroutine, made when somebody first asks for it.
//
// Most goroutines are never cancelled, and look at no context: they pay for a lock that nobody takes.

internal import BraidCore

/// Who launched a goroutine that has a context of its own.
protocol ContextOwner: EndListener {
    var context: Context { get }
}

final class OwnContext: Sendable {
    private enum State {
        case unasked
        case made(Context, Cancel)
        case ended

        /// Nil as long as nobody has asked.
        var made: State? {
            if case .unasked = self { nil } else { self }
        }

        /// Nil after the end.
        var orEnded: (context: Context, cancel: Cancel)? {
            if case .made(let context, let cancel) = self { (context, cancel) } else { nil }
        }
    }

    private let state = Guarded(.timekeeper, State.unasked)
    private let parent: Context

    /// Where the goroutine was created, and with it the context.
    let site: CreationSite

    init(in parent: Context, at site: CreationSite) {
        self.parent = parent
        self.site = site
    }

    var context: Context { make()?.context ?? parent }

    func cancel(_ cause: (any Error)?) {
        make()?.cancel(cause)
    }

    /// The parent need not hold it any longer.
    func goroutineHasEnded() {
        let old = state.withLock { state in
            defer { state = .ended }
            return state
        }
        if case .made(_, let cancel) = old { cancel.withoutWaiting() }
    }

    /// Nil after the end.
    private func make() -> (context: Context, cancel: Cancel)? {
        if let made = state.withLock({ $0.made }) { return made.orEnded }
        // Made without the lock, because it registers with its parent, which has one too.
        let (context, cancel) = parent.withCancel(madeAt: site)
        let (kept, isMine) = state.withLock { state in
            if let first = state.made { return (first, false) }
            state = .made(context, cancel)
            return (state, true)
        }
        // Somebody else was first; the parent need not hold this one.
        if !isMine { cancel() }
        return kept.orEnded
    }
}

extension Goroutine {
    /// The context of the goroutine that calls: `Spawned.cancel` ends it. For one that was not started by `spawn`, and
    /// outside of goroutines, the background.
    public static var context: Context {
        (Fiber.running?.listener as? any ContextOwner)?.context ?? .background
    }
}
