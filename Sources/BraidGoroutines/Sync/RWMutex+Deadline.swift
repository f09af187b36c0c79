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

    private func readLock(_ patience: Patience) throws(ContextError) {
        try patience.check()
        guard core.readLock(patience) else { throw patience.error }
    }

    private func lock(_ patience: Patience) throws(ContextError) {
        try patience.check()
        guard core.lock(patience) else { throw patience.error }
    }
}
