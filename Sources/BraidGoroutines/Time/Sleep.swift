// Time › Sleep: waiting for time alone.

internal import BraidCore

/// Waits for `duration`. Go's `time.Sleep`.
///
/// Parks a goroutine, blocks a plain thread; a duration of zero or less returns at once. In a seeded run the time is
/// virtual, and no real time passes.
public func sleep(_ duration: Duration) {
    guard duration > .zero else { return ForkedProcess.refuse() }
    Waiter.withCurrent { waiter in
        _ = waiter.park(.sleep, until: waiter.now.advanced(by: duration))
    }
}

/// Waits for `duration`, or until the context ends. In Go a `select` of `time.After` and `Done`.
///
/// Parks a goroutine, blocks a plain thread; a duration of zero or less returns at once.
///
/// - Throws: `ContextError` if the context has ended first, or before.
public func sleep(_ duration: Duration, in context: Context) throws(ContextError) {
    switch select(order: .priority, .receive(from: context.done), .after(duration)) {
    case .first: throw context.error ?? .cancelled
    case .second: return
    }
}
