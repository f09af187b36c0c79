// Bridges › Endpoints and coroutine: `await sender.send(…)`, `await receiver.receive()`.

public import BraidGoroutines

extension Sender {
    /// Sends a value; suspends the calling coroutine while there is no room and no receiver.
    ///
    /// - Throws: `ChannelClosed` if the channel was closed, or nobody holds its receiver any more; `CancellationError`. The
    ///   value is gone then.
    public nonisolated(nonsending) func send(_ value: sending Element) async throws {
        try await sending.send(value)
    }

    /// Sends a value; suspends the calling coroutine until there is room or a receiver, or the context ends.
    ///
    /// - Throws: `ContextError` if the context has ended; as above.
    public nonisolated(nonsending) func send(_ value: sending Element, in context: Context) async throws {
        try await sending.send(value, in: context)
    }

    /// Sends a value; suspends the calling coroutine for `duration` at most.
    ///
    /// - Throws: `ContextError.deadlineExceeded`; as above.
    public nonisolated(nonsending) func send(_ value: sending Element, within duration: Duration) async throws
    {
        try await sending.send(value, within: duration)
    }
}

extension Receiver {
    /// Takes the next value; suspends the calling coroutine while there is none. See `Channel`.
    @discardableResult
    public nonisolated(nonsending) func receive() async throws(CancellationError) -> sending Element? {
        try await receiving.receive()
    }

    /// Takes the next value; suspends the calling coroutine until there is one or the context ends. See `Channel`.
    public nonisolated(nonsending) func receive(in context: Context) async throws -> sending Element? {
        try await receiving.receive(in: context)
    }

    /// Takes the next value; suspends the calling coroutine at most for `duration`. See `Channel`.
    public nonisolated(nonsending) func receive(within duration: Duration) async throws -> sending Element? {
        try await receiving.receive(within: duration)
    }
}
