// Context › Cancellation: a node of the tree along which a cancellation travels, from parents to children.
//
// A parent holds its children until they have ended, as in Go: who waits for a child's `done` must hear of the parent's
// end even if nobody holds the child any more.
//
// Invariants:
//  - `error` and `cause` are set once, together, and `done` is closed under the same lock.
//  - A node that has ended has no children, and is not among its parent's.

internal import BraidCore

final class Cancellation: Sendable {
    private struct State: ~Copyable {
        var error: ContextError?
        var cause: (any Error)?
        var children: [UInt64: Dependent] = [:]
        var lastPlace: UInt64 = 0
        var alarm: Alarm?
    }

    /// Who is to hear of the end.
    enum Dependent: Sendable {
        case child(Cancellation)
        case function(@Sendable () -> Void)
    }

    /// Where a dependent is registered.
    struct Place: Sendable {
        let parent: Cancellation
        let number: UInt64
    }

    private let state = Guarded(.timekeeper, State())
    let done: Channel<Never>
    private let place = Guarded<Place?>(.door, nil)

    /// A node that ends with `parent`, at the latest.
    init(childOf parent: Cancellation?, madeAt site: CreationSite) {
        done = Channel(madeAt: site)
        guard let parent else { return }
        let registered = parent.add(.child(self))
        place.withLock { $0 = registered }
        // The parent may have ended between the two lines, and this child with it.
        if error != nil { leaveParent() }
    }

    var error: ContextError? { state.withLock { $0.error } }
    var cause: (any Error)? { state.withLock { $0.cause } }

    /// Registers a dependent. Nil if this node has ended: the dependent is told at once.
    func add(_ dependent: Dependent) -> Place? {
        let (number, error, cause): (UInt64, ContextError?, (any Error)?) = state.withLock { state in
            if let error = state.error { return (0, error, state.cause) }
            state.lastPlace += 1
            state.children[state.lastPlace] = dependent
            return (state.lastPlace, nil, nil)
        }
        guard let error else { return Place(parent: self, number: number) }
        dependent.end(error, cause)
        return nil
    }

    /// Takes a dependent out. False if it has been told already, or was taken out before.
    func remove(_ number: UInt64) -> Bool {
        state.withLock { $0.children.removeValue(forKey: number) } != nil
    }

    /// Ends this node and everything below it before it returns. The first reason counts.
    func end(_ error: ContextError, cause: (any Error)?) {
        let (dependents, alarm): ([Dependent], Alarm?) = state.withLock { state in
            guard state.error == nil else { return ([], nil) }
            state.error = error
            state.cause = cause ?? error
            // Nobody else closes it, and this line is reached once.
            try? done.close()
            let dependents = state.children.sorted { $0.key < $1.key }.map(\.value)
            state.children = [:]
            return (dependents, state.alarm.take())
        }
        alarm?.cancel()
        for dependent in dependents { dependent.end(error, cause) }
        leaveParent()
    }

    /// Ends this node at a deadline.
    func end(at deadline: Goroutine.Instant, cause: (any Error)?, _ site: CreationSite) {
        state.withLock { state in
            guard state.error == nil else { return }
            state.alarm = Alarm(at: deadline.core, site: site) {
                self.end(.deadlineExceeded, cause: cause)
            }
        }
    }

    private func leaveParent() {
        guard let place = place.withLock({ $0.take() }) else { return }
        _ = place.parent.remove(place.number)
    }
}

extension Cancellation.Dependent {
    fileprivate func end(_ error: ContextError, _ cause: (any Error)?) {
        switch self {
        case .child(let child): child.end(error, cause: cause)
        case .function(let function): go { function() }
        }
    }
}
