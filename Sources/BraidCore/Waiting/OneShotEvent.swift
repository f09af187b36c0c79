// Waiting › OneShotEvent: something that happens once, and those who wait for it; what OneShot is without its value.

@usableFromInline
package class OneShotEvent: @unchecked Sendable {
    // Safety: what there is here is guarded; what a subclass adds is its own to explain.
    private struct State: ~Copyable {
        var hasHappened = false
        var waiting = WaitQueue()

        /// Mostly there is one, and no array is needed for him.
        mutating func nextWaiter() -> (Waiter?, isLast: Bool) {
            // Safety: a claimed node is live until its waiter is made ready.
            let waiter = unsafe waiting.takeFirst(claiming: .done)?.pointee.waiter
            return (waiter, waiting.isEmpty)
        }
    }

    private let state = Guarded(.door, State())

    @usableFromInline
    init() {}

    /// Whether it has happened.
    @usableFromInline
    final var hasHappened: Bool { state.withLock { $0.hasHappened } }

    /// Stops the program if it has happened.
    @usableFromInline
    final func mustNotHaveHappened() {
        demand(!hasHappened, "a one-shot value was set twice")
    }

    /// Makes it happen, and wakes all who wait for it.
    @usableFromInline
    final func happen() {
        var (waiter, isLast) = state.withLock { state in
            demand(!state.hasHappened, "a one-shot value was set twice")
            state.hasHappened = true
            return state.nextWaiter()
        }
        while let next = waiter {
            next.ready()
            if isLast { return }
            (waiter, isLast) = state.withLock { $0.nextWaiter() }
        }
    }

    /// Waits until it has happened, or `park` ends the wait.
    @usableFromInline
    final func waitForEvent(_ park: (Waiter) -> Verdict) {
        guard !hasHappened else { return }
        Waiter.withCurrent { waiter in
            var node = WaitNode(waiter)
            // Safety: the node is in this frame, and out of the queue when the wait is over.
            unsafe withUnsafeMutablePointer(to: &node) { node in
                guard unsafe enter(node), park(waiter) != .done else { return }
                unsafe leave(node)
            }
        }
    }

    /// The same from a coroutine, which is suspended until it has happened or its task is cancelled.
    @usableFromInline
    final nonisolated(nonsending) func waitForEvent() async {
        guard !hasHappened else { return }
        // Safety: the suspension keeps the node until it is taken or withdrawn.
        _ = unsafe await Suspension.wait {
            unsafe enter($0)
        } withdraw: {
            unsafe leave($0)
        }
    }

    /// Queues a node; false if it has happened.
    package final func enter(_ node: UnsafeMutablePointer<WaitNode>) -> Bool {
        state.withLock { state in
            guard !state.hasHappened else { return false }
            // Safety: the caller keeps the node until its wait is over.
            unsafe state.waiting.append(node)
            return true
        }
    }

    /// Takes out a node whose wait has ended otherwise.
    package final func leave(_ node: UnsafeMutablePointer<WaitNode>) {
        // Safety: the caller's node.
        state.withLock { unsafe $0.waiting.remove(node) }
    }
}
