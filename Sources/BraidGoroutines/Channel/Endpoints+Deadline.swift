// Channel › Endpoints, deadline: an end's waits that end by themselves, or with a context.

extension Sender {
    /// Sends a value; waits for room or a receiver until the context ends.
    ///
    /// - Throws: `ContextError` if the context has ended; `ChannelClosed` as `send` does. The value is gone.
    public func send(_ value: sending Element, in context: Context) throws {
        try sending.send(value, in: context)
    }

    /// Sends a value; waits for room or a receiver at most for `duration`. With zero or less it does not wait.
    ///
    /// - Throws: `ContextError.deadlineExceeded`; `ChannelClosed` as `send` does. The value is gone.
    public func send(_ value: sending Element, within duration: Duration) throws {
        try sending.send(value, within: duration)
    }
}

extension Receiver {
    /// Takes the next value; waits for it until the context ends.
    ///
    /// - Returns: nil when the channel is closed and drained.
    /// - Throws: `ContextError` if the context has ended, also when there is a value.
    public func receive(in context: Context) throws(ContextError) -> sending Element? {
        try receiving.receive(in: context)
    }

    /// Takes the next value; waits for it at most for `duration`. With zero or less it does not wait.
    ///
    /// - Returns: nil when the channel is closed and drained.
    /// - Throws: `ContextError.deadlineExceeded`.
    public func receive(within duration: Duration) throws(ContextError) -> sending Element? {
        try receiving.receive(within: duration)
    }
}
