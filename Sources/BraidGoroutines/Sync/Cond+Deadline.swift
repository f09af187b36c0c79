// Sync › Cond, deadline: waits for a condition that end by themselves, or with a context.
//
// The time counts for the wait for the mutex, too, and for all signals together.

extension Sync.Cond {
    /// Waits until `condition` holds or the context ends, and calls `body` with the mutex locked.
    ///
    /// - Throws: `ContextError` if the context has ended first, or before; what `body` throws.
    public func withLock<Result>(
        in context: Context, when condition: (Value) -> Bool,
        _ body: (inout sending Value) throws -> sending Result
    ) throws -> sending Result where Value: Sendable {
        try mutex.lock(in: context)
        defer { mutex.unlock() }
        while !mutex.whileLocked({ condition($0) }) { try wait(in: context) }
        return try mutex.whileLocked(body)
    }

    /// Waits until `condition` holds, for `duration` at most, and calls `body` with the mutex locked. With zero or less it
    /// looks once.
    ///
    /// - Throws: `ContextError.deadlineExceeded`; what `body` throws.
    public func withLock<Result>(
        within duration: Duration, when condition: (Value) -> Bool,
        _ body: (inout sending Value) throws -> sending Result
    ) throws -> sending Result where Value: Sendable {
        let deadline = Goroutine.Instant.now.advanced(by: max(.zero, duration))
        try mutex.lock(within: duration)
        defer { mutex.unlock() }
        while !mutex.whileLocked({ condition($0) }) {
            let rest = Goroutine.Instant.now.duration(to: deadline)
            guard rest > .zero else { throw ContextError.deadlineExceeded }
            try wait(within: rest)
        }
        return try mutex.whileLocked(body)
    }
}
