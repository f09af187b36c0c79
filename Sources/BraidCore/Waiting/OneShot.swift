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
    package func wait(_ reason: WaitReason) -> Value {
        if let value = state.withLock({ $0.value }) { return value }
        Waiter.withCurrent { waiter in
            var node = WaitNode(waiter)
            // Safety: the node is in this frame; `set` has taken it out of the queue when the wait is over.
            unsafe withUnsafeMutablePointer(to: &node) { node in
                let mustWait = state.withLock { state in
                    if state.value == nil { unsafe state.waiting.append(node) }
                    return state.value == nil
                }
                if mustWait { _ = waiter.park(reason) }
            }
        }
        guard let value = state.withLock({ $0.value }) else { fatalError("a wait ended without its value") }
        return value
    }

    /// The same from a coroutine, which is suspended. Nil if its task was cancelled first.
    package nonisolated(nonsending) func wait() async -> Value? {
        if let value = state.withLock({ $0.value }) { return value }
        // Safety: the suspension keeps the node until it is taken or withdrawn.
        _ = unsafe await Suspension.wait { node in
            state.withLock { state in
                // Safety: the suspension keeps the node until it is taken or withdrawn.
                if state.value == nil { unsafe state.waiting.append(node) }
                return state.value == nil
            }
        } withdraw: { node in
            // Safety: as above.
            state.withLock { unsafe $0.waiting.remove(node) }
        }
        return state.withLock { $0.value }
    }
}
