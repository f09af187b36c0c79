// Waiting › OneShot: a value that is set once, and those who wait for it.
//
// The smallest thing that can be waited for; the result of a goroutine, the response to a request and the end of an
// engine are one each.

package final class OneShot<Value>: @unchecked Sendable {
    // Safety: the value is guarded; `set` takes it over and never touches it again.
    private struct State: ~Copyable {
        var value: Value?
        var waiting = WaitQueue()
    }

    private let state = Guarded(.door, State())

    package init() {}

    /// Sets the value and wakes all who wait for it. To be called once.
    package func set(_ value: consuming sending Value) {
        let handed = Handed(value: value)
        let waiters = state.withLock { state in
            demand(state.value == nil, "a one-shot value was set twice")
            state.value = handed.value
            return state.waiting.takeAll(claiming: .done)
        }
        for waiter in waiters { waiter.ready() }
    }

    /// Waits for the value. May be called any number of times, before and after it was set.
    ///
    /// - Parameter site: for reports, where what is waited for was made.
    package func wait(_ reason: WaitReason, of site: CreationSite = .unknown) -> Value {
        guard let value = wait({ $0.park(reason, of: site) }) else {
            fatalError("a wait ended without its value")
        }
        return value
    }

    /// The same, with a way to park that may end the wait earlier. Nil if it did, and the value was not there even then.
    package func wait(_ park: (Waiter) -> Verdict) -> Value? {
        if let value { return value }
        Waiter.withCurrent { waiter in
            var node = WaitNode(waiter)
            // Safety: the node is in this frame, and out of the queue when the wait is over.
            unsafe withUnsafeMutablePointer(to: &node) { node in
                guard unsafe enter(node), park(waiter) != .done else { return }
                unsafe leave(node)
            }
        }
        return value
    }

    /// The same from a coroutine, which is suspended. Nil if its task was cancelled first.
    package nonisolated(nonsending) func wait() async -> Value? {
        if let value { return value }
        // Safety: the suspension keeps the node until it is taken or withdrawn.
        _ = unsafe await Suspension.wait {
            unsafe enter($0)
        } withdraw: {
            unsafe leave($0)
        }
        return value
    }

    /// Nil as long as it has not been set.
    package var value: Value? { state.withLock { $0.value } }

    /// Queues a node; false if the value is there.
    package func enter(_ node: UnsafeMutablePointer<WaitNode>) -> Bool {
        state.withLock { state in
            guard state.value == nil else { return false }
            // Safety: the caller keeps the node until its wait is over.
            unsafe state.waiting.append(node)
            return true
        }
    }

    /// Takes out a node whose wait has ended otherwise.
    package func leave(_ node: UnsafeMutablePointer<WaitNode>) {
        // Safety: the caller's node.
        state.withLock { unsafe $0.waiting.remove(node) }
    }
}
