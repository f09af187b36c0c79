// Bridges › Channel as a sequence of coroutines: `for try await value in channel`.
//
// The same channel is a sequence for goroutines, `for value in channel`, which in a coroutine would block its thread.

public import BraidGoroutines

extension Channel: AsyncSequence {
    /// The task was cancelled.
    public typealias Failure = CancellationError

    /// Receives until the channel is closed and drained.
    public struct AsyncIterator: AsyncIteratorProtocol {
        let channel: Channel

        /// The next value; suspends the calling coroutine until there is one. Nil at the end.
        public func next() async throws(CancellationError) -> Element? {
            try await channel.receive()
        }

        /// The next value; nil at the end. Stays with the caller's actor.
        public func next(isolation actor: isolated (any Actor)?) async throws(CancellationError) -> Element? {
            try await channel.receive()
        }
    }

    /// An iterator that takes its values from the channel: several share them, whether goroutines or coroutines ask.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(channel: self) }
}

extension ReceiveChannel: AsyncSequence {
    /// The task was cancelled.
    public typealias Failure = CancellationError

    /// An iterator that takes its values from the channel. Go's `range`.
    public func makeAsyncIterator() -> Channel<Element>.AsyncIterator { channel.makeAsyncIterator() }
}

extension Receiver: AsyncSequence {
    /// The task was cancelled.
    public typealias Failure = CancellationError

    /// Receives until the channel is closed and drained, and holds the receiver meanwhile.
    public struct AsyncIterator: AsyncIteratorProtocol {
        let receiver: Receiver

        /// The next value; suspends the calling coroutine until there is one. Nil at the end.
        public func next() async throws(CancellationError) -> Element? {
            try await receiver.receive()
        }

        /// The next value; nil at the end. Stays with the caller's actor.
        public func next(isolation actor: isolated (any Actor)?) async throws(CancellationError) -> Element? {
            try await receiver.receive()
        }
    }

    /// An iterator that takes its values from the channel: several share them.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(receiver: self) }
}
