// Context › Cancellation: a node of the tree along which a cancellation travels, from parents to children.
//
// A parent holds its children until they have ended, as in Go: who waits for a child's `done` must hear of the parent's
// end even if nobody holds the child any more.
//
// Invariants:
//  - `error` and `cause` are set once, together, and `done` is closed under the same lock.
//  - A node that has ended has no children, and is not among its parent's.
//  - Everything below a node has ended when the walk that ended it is over (see CancellationWalk), and whoever finds the node
//    ended waits for that.

internal import BraidCore

final class Cancellation: Sendable {
    private struct State: ~Copyable {
        var error: ContextError?
        var cause: (any Error)?
        var children: [UInt64: Dependent] = [:]
        var lastPlace: UInt64 = 0
        var alarm: Alarm?
        /// Who has ended it, and may be busy with what was below it; nil if nothing was.
        var walk: CancellationWalk?
    }

    /// Who is to hear of the end.
    enum Dependent: Sendable {
        case child(Cancellation)
        case function(@Sendable () -> Void, CreationSite)
    }

    /// Where a dependent is registered.
    struct Place: Sendable {
        let parent: Cancellation
        let number: UInt64
    }

    private let state = Guarded(.timekeeper, State())
    let done: Channel<Never>
    private let place = Guarded<Place?>(.door, nil)
    /// Where the context was made.
    private let site: CreationSite

    /// A node that ends with `parent`, at the latest.
    init(childOf parent: Cancellation?, madeAt site: CreationSite) {
        self.site = site
        done = Channel(madeAt: site)
        // In the child of a fork, who has a parent meets its lock.
        guard let parent else {
            ForkedProcess.refuse()
            return
        }
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
        switch dependent {
        case .child(let child): child.end(error, cause: cause)
        case .function(let function, let site): Dependent.run(function, site)
        }
        return nil
    }

    /// Takes a dependent out. False if it has been told already, or was taken out before.
    func remove(_ number: UInt64) -> Bool {
        state.withLock { $0.children.removeValue(forKey: number) } != nil
    }

    /// Ends this node and everything below it before it returns. The first reason counts.
    ///
    /// - Parameter isPatient: whether to wait for somebody else who is about to end some of it. Who must not park says no.
    func end(_ error: ContextError, cause: (any Error)?, isPatient: Bool = true) {
        let step = endAlone(error, cause: cause, in: nil)
        if step.isFirst { step.walk?.tell(step.dependents, error, cause) }
        step.alarm?.cancel()
        // Not before all that is below has ended: somebody who ends the parent now is to find this node, and to wait for it.
        if isPatient || step.walk?.hasMetOthers != true {
            step.walk?.waitUntilAllHaveEnded()
            leaveParent()
        } else if step.isFirst {
            Dependent.run({ self.end(error, cause: cause) }, site)
        }
    }

    /// What ending one node has come to.
    struct Step {
        /// False if it had ended before.
        var isFirst = false
        /// In the order in which they were registered.
        var dependents: [Dependent] = []
        var alarm: Alarm?
        /// That which has ended it; nil if nothing was below it.
        var walk: CancellationWalk?
    }

    /// Ends this node, and leaves what is below it to the caller, who comes with a walk or has to begin one.
    func endAlone(_ error: ContextError, cause: (any Error)?, in walk: CancellationWalk?) -> Step {
        state.withLock { state in
            guard state.error == nil else { return Step(walk: state.walk) }
            state.error = error
            state.cause = cause ?? error
            // Nobody else closes it, and this line is reached once.
            try? done.close()
            guard !state.children.isEmpty else { return Step(isFirst: true, alarm: state.alarm.take()) }
            let dependents = state.children.sorted { $0.key < $1.key }.map(\.value)
            state.children = [:]
            state.walk = walk ?? CancellationWalk(from: site)
            return Step(
                isFirst: true, dependents: dependents, alarm: state.alarm.take(), walk: state.walk)
        }
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

    /// Its parent need not tell it any more.
    func leaveParent() {
        guard let place = place.withLock({ $0.take() }) else { return }
        _ = place.parent.remove(place.number)
    }
}

extension Cancellation.Dependent {
    static func run(_ function: @escaping @Sendable () -> Void, _ site: CreationSite) {
        Scheduler.launch(name: nil, stackSize: nil, site: site) { function() }
    }
}
