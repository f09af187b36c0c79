// Channel › Directions: one side of a channel, for those who are to use no other.
//
// Select takes either side by its protocol, so that a channel, a view of it and an endpoint may stand in the same place.

/// What values can be received from: a channel, its receiving side, a `Receiver`, a timer or a ticker. There are no others.
public protocol ReceiveEnd<Element>: Sendable {
    /// What is received.
    associatedtype Element
    /// The receiving side. Go's `<-chan Element`.
    var receiving: ReceiveChannel<Element> { get }
    /// The channel, for the library itself.
    var held: HeldChannel<Self> { get }
}

/// What values can be sent to: a channel, its sending side, or a `Sender`. There are no others.
public protocol SendEnd<Element>: Sendable {
    /// What is sent.
    associatedtype Element
    /// The sending side. Go's `chan<- Element`.
    var sending: SendChannel<Element> { get }
    /// The channel, for the library itself.
    var held: HeldChannel<Self> { get }
}

extension Channel: ReceiveEnd, SendEnd {
    /// The receiving side alone. Go's `<-chan Element`.
    @inlinable public var receiving: ReceiveChannel<Element> { ReceiveChannel(self) }

    /// The sending side alone. Go's `chan<- Element`.
    @inlinable public var sending: SendChannel<Element> { SendChannel(self) }

    /// Itself, for the library.
    @inlinable @inline(__always)
    public var held: HeldChannel<Channel> { HeldChannel(of: self) }
}

/// The receiving side of a channel. Go's `<-chan Element`. Every call does what the same call of `Channel` does.
public struct ReceiveChannel<Element>: Sendable, ReceiveEnd {
    @usableFromInline package let channel: Channel<Element>

    @inlinable
    init(_ channel: Channel<Element>) {
        self.channel = channel
    }

    /// Itself.
    @inlinable public var receiving: ReceiveChannel<Element> { self }

    /// The channel, for the library itself.
    @inlinable @inline(__always)
    public var held: HeldChannel<ReceiveChannel> { HeldChannel(of: channel) }

    /// Takes the next value; waits while there is none. Nil when the channel is closed and drained.
    @inlinable
    @discardableResult
    public func receive() -> sending Element? { channel.receive() }

    /// Takes the next value if there is one at once.
    @inlinable
    public func tryReceive() -> sending Element? { channel.tryReceive() }

    /// Values in the buffer. Go's `len`.
    public var count: Int { channel.count }

    /// How many values the buffer holds. Go's `cap`.
    public var capacity: Int { channel.capacity }
}

extension ReceiveChannel: Sequence {
    /// An iterator that takes its values from the channel. Go's `range`.
    @available(*, noasync, message: "it blocks the thread; use 'for try await', with BraidBridges")
    @inlinable
    public func makeIterator() -> Channel<Element>.Iterator { channel.makeIterator() }
}

/// The sending side of a channel. Go's `chan<- Element`. Every call does what the same call of `Channel` does.
public struct SendChannel<Element>: Sendable, SendEnd {
    @usableFromInline package let channel: Channel<Element>

    @inlinable
    init(_ channel: Channel<Element>) {
        self.channel = channel
    }

    /// Itself.
    @inlinable public var sending: SendChannel<Element> { self }

    /// The channel, for the library itself.
    @inlinable @inline(__always)
    public var held: HeldChannel<SendChannel> { HeldChannel(of: channel) }

    /// Sends a value; waits while there is no room and no receiver.
    @inlinable
    public func send(_ value: sending Element) throws(ChannelClosed) { try channel.send(value) }

    /// Sends a value if that is possible without waiting; if not, the value is gone.
    @inlinable
    public func trySend(_ value: sending Element) throws(ChannelClosed) -> Bool { try channel.trySend(value) }

    /// Closes the channel.
    public func close() throws(ChannelClosed) { try channel.close() }

    /// Values in the buffer. Go's `len`.
    public var count: Int { channel.count }

    /// How many values the buffer holds. Go's `cap`.
    public var capacity: Int { channel.capacity }
}
