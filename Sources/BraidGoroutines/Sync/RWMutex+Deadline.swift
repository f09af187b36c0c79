// Sync › RWMutex, deadline: waits for a RWMutex that end by themselves, or with a context.

extension Sync.RWMutex {
    /// Waits for the right to read until the context ends, and keeps it.
    ///
    /// - Throws: `ContextError` if the context has ended first, or before. Nothing is held then.
    public func readLock(in context: Context) throws(ContextError) { try readLock(.context(context)) }

    /// Waits for the right to read for `duration` at most, and keeps it. With zero or less it does not wait.
    ///
    /// - Throws: `ContextError.deadlineExceeded`. Nothing is held then.
    public func readLock(within duration: Duration) throws(ContextError) { try readLock(.duration(duration)) }

    /// Waits for the right to change the value until the context ends, and keeps it.
    ///
    /// - Throws: `ContextError` if the context has ended first, or before. Nothing is held then, and readers whom this
    ///   wait kept out are let in.
    public func lock(in context: Context) throws(ContextError) { try lock(.context(context)) }

    /// Waits for the right to change the value for `duration` at most, and keeps it. With zero or less it does not wait.
    ///
    /// - Throws: `ContextError.deadlineExceeded`. Nothing is held then, and readers whom this wait kept out are let in.
    public func lock(within duration: Duration) throws(ContextError) { try lock(.duration(duration)) }

    /// Waits until nobody changes the value or the context ends, calls `body` with the value, and unlocks.
    ///
    /// - Throws: `ContextError` if the context has ended first, or before; what `body` throws.
    public func withReadLock<Result>(
        in context: Context, _ body: (Value) throws -> Result
    ) throws -> Result where Value: Sendable {
        try readLock(.context(context))
        defer { readUnlock() }
        return try whileReadLocked(body)
    }

    /// Waits until nobody changes the value, for `duration` at most, calls `body` with the value, and unlocks.
    ///
    /// - Throws: `ContextError.deadlineExceeded`; what `body` throws.
    public func withReadLock<Result>(
        within duration: Duration, _ body: (Value) throws -> Result
    ) throws -> Result where Value: Sendable {
        try readLock(.duration(duration))
        defer { readUnlock() }
        return try whileReadLocked(body)
    }

    /// Waits until nobody uses the value or the context ends, calls `body` with the value, and unlocks.
    ///
    /// - Throws: `ContextError` if the context has ended first, or before; what `body` throws.
    public func withLock<Result>(
        in context: Context, _ body: (inout sending Value) throws -> sending Result
    ) throws -> sending Result {
        try lock(.context(context))
        defer { unlock() }
        return try whileLocked(body)
    }

    /// Waits until nobody uses the value, for `duration` at most, calls `body` with the value, and unlocks.
    ///
    /// - Throws: `ContextError.deadlineExceeded`; what `body` throws.
    public func withLock<Result>(
        within duration: Duration, _ body: (inout sending Value) throws -> sending Result
    ) throws -> sending Result {
        try lock(.duration(duration))
        defer { unlock() }
        return try whileLocked(body)
    }

    private func readLock(_ patience: Patience) throws(ContextError) {
        try patience.check()
        guard core.readLock(patience) else { throw patience.error }
    }

    private func lock(_ patience: Patience) throws(ContextError) {
        try patience.check()
        guard core.lock(patience) else { throw patience.error }
    }
}
