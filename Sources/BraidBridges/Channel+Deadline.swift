// Bridges › Channel and deadline: a coroutine's waits that end by themselves, or with a context.

public import BraidGoroutines

extension Channel {
    /// Takes the next value; suspends the calling coroutine until there is one or the context ends.
    ///
    /// - Returns: nil when the channel is closed and drained.
    /// - Throws: `ContextError` if the context has ended, also when there is a value; `CancellationError`.
    public nonisolated(nonsending) func receive(in context: Context) async throws -> sending Element? {
        switch try await select(order: .priority, .receive(from: context.done), .receive(from: self)) {
        case .first: throw context.error ?? .cancelled
        case .second(let value): return value
        }
    }

    /// Takes the next value; suspends the calling coroutine at most for `duration`.
    ///
    /// - Returns: nil when the channel is closed and drained.
    /// - Throws: `ContextError.deadlineExceeded`; `CancellationError`.
    public nonisolated(nonsending) func receive(within duration: Duration) async throws -> sending Element? {
        switch try await select(.receive(from: self), .after(duration)) {
        case .first(let value): return value
        case .second: throw ContextError.deadlineExceeded
        }
    }

    /// Sends a value; suspends the calling coroutine until there is room or a receiver, or the context ends.
    ///
    /// - Throws: `ContextError` if the context has ended; `ChannelClosed`; `CancellationError`. The value is gone.
    public nonisolated(nonsending) func send(_ value: sending Element, in context: Context) async throws {
        switch try await select(order: .priority, .receive(from: context.done), .send(value, to: self)) {
        case .first: throw context.error ?? .cancelled
        case .second: return
        }
    }

    /// Sends a value; suspends the calling coroutine at most for `duration`.
    ///
    /// - Throws: `ContextError.deadlineExceeded`; `ChannelClosed`; `CancellationError`. The value is gone.
    public nonisolated(nonsending) func send(_ value: sending Element, within duration: Duration) async throws
    {
        switch try await select(.send(value, to: self), .after(duration)) {
        case .first: return
        case .second: throw ContextError.deadlineExceeded
        }
    }
}

extension ReceiveChannel {
    /// Takes the next value; suspends the calling coroutine while there is none. See `Channel`.
    public nonisolated(nonsending) func receive() async throws(CancellationError) -> sending Element? {
        try await channel.receive()
    }

    /// Takes the next value; suspends the calling coroutine until there is one or the context ends. See `Channel`.
    public nonisolated(nonsending) func receive(in context: Context) async throws -> sending Element? {
        try await channel.receive(in: context)
    }

    /// Takes the next value; suspends the calling coroutine at most for `duration`. See `Channel`.
    public nonisolated(nonsending) func receive(within duration: Duration) async throws -> sending Element? {
        try await channel.receive(within: duration)
    }
}

extension SendChannel {
    /// Sends a value; suspends the calling coroutine while there is no room and no receiver. See `Channel`.
    public nonisolated(nonsending) func send(_ value: sending Element) async throws {
        try await channel.send(value)
    }

    /// Sends a value; suspends the calling coroutine until the context ends. See `Channel`.
    public nonisolated(nonsending) func send(_ value: sending Element, in context: Context) async throws {
        try await channel.send(value, in: context)
    }

    /// Sends a value; suspends the calling coroutine at most for `duration`. See `Channel`.
    public nonisolated(nonsending) func send(_ value: sending Element, within duration: Duration) async throws
    {
        try await channel.send(value, within: duration)
    }
}
