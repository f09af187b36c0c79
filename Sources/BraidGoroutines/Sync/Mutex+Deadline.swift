// Sync › Mutex, deadline: waits for a mutex that end by themselves, or with a context.

extension Sync.Mutex {
    /// Waits for the mutex until the context ends, and keeps it.
    ///
    /// - Throws: `ContextError` if the context has ended first, or before. The mutex is not the caller's then.
    public func lock(in context: Context) throws(ContextError) { try lock(.context(context)) }

    /// Waits for the mutex for `duration` at most, and keeps it. With zero or less it does not wait.
    ///
    /// - Throws: `ContextError.deadlineExceeded`. The mutex is not the caller's then.
    public func lock(within duration: Duration) throws(ContextError) { try lock(.duration(duration)) }

    /// Waits for the mutex until the context ends, calls `body` with the value, and unlocks.
    ///
    /// - Throws: `ContextError` if the context has ended first, or before; what `body` throws.
    public func withLock<Result>(
        in context: Context, _ body: (inout sending Value) throws -> sending Result
    ) throws -> sending Result {
        try lock(.context(context))
        defer { unlock() }
        return try whileLocked(body)
    }

    /// Waits for the mutex for `duration` at most, calls `body` with the value, and unlocks.
    ///
    /// - Throws: `ContextError.deadlineExceeded`; what `body` throws.
    public func withLock<Result>(
        within duration: Duration, _ body: (inout sending Value) throws -> sending Result
    ) throws -> sending Result {
        try lock(.duration(duration))
        defer { unlock() }
        return try whileLocked(body)
    }

    private func lock(_ patience: Patience) throws(ContextError) {
        try patience.check()
        guard core.lock(patience) else { throw patience.error }
    }
}
