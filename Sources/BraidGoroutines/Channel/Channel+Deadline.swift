// Channel › Deadline: the waits of a channel that end by themselves, or with a context.
//
// Each is a select of two cases. The context comes first: work that is to stop takes no more values.

extension Channel {
    /// Takes the next value; waits for it until the context ends.
    ///
    /// - Returns: nil when the channel is closed and drained.
    /// - Throws: `ContextError` if the context has ended, also when there is a value.
    @inlinable
    public func receive(in context: Context) throws(ContextError) -> sending Element? {
        switch select(order: .priority, .receive(from: context.done), .receive(from: self)) {
        case .first: throw context.error ?? .cancelled
        case .second(let value): return value
        }
    }

    /// Takes the next value; waits for it at most for `duration`. With zero or less it does not wait.
    ///
    /// - Returns: nil when the channel is closed and drained.
    /// - Throws: `ContextError.deadlineExceeded`.
    @inlinable
    public func receive(within duration: Duration) throws(ContextError) -> sending Element? {
        switch select(.receive(from: self), .after(duration)) {
        case .first(let value): return value
        case .second: throw .deadlineExceeded
        }
    }

    /// Sends a value; waits for room or a receiver until the context ends.
    ///
    /// - Throws: `ContextError` if the context has ended; `ChannelClosed`. The value is gone.
    @inlinable
    public func send(_ value: sending Element, in context: Context) throws {
        switch try select(order: .priority, .receive(from: context.done), .send(value, to: self)) {
        case .first: throw context.error ?? .cancelled
        case .second: return
        }
    }

    /// Sends a value; waits for room or a receiver at most for `duration`. With zero or less it does not wait.
    ///
    /// - Throws: `ContextError.deadlineExceeded`; `ChannelClosed`. The value is gone.
    @inlinable
    public func send(_ value: sending Element, within duration: Duration) throws {
        switch try select(.send(value, to: self), .after(duration)) {
        case .first: return
        case .second: throw ContextError.deadlineExceeded
        }
    }
}

extension ReceiveChannel {
    /// Takes the next value; waits for it until the context ends. See `Channel`.
    @inlinable
    public func receive(in context: Context) throws(ContextError) -> sending Element? {
        try channel.receive(in: context)
    }

    /// Takes the next value; waits for it at most for `duration`. See `Channel`.
    @inlinable
    public func receive(within duration: Duration) throws(ContextError) -> sending Element? {
        try channel.receive(within: duration)
    }
}

extension SendChannel {
    /// Sends a value; waits until the context ends. See `Channel`.
    @inlinable
    public func send(_ value: sending Element, in context: Context) throws {
        try channel.send(value, in: context)
    }

    /// Sends a value; waits at most for `duration`. See `Channel`.
    @inlinable
    public func send(_ value: sending Element, within duration: Duration) throws {
        try channel.send(value, within: duration)
    }
}
