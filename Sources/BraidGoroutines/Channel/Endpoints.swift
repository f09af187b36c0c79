// Channel › Endpoints: a channel that closes itself when one of its sides has gone, as Rust's do.
//
// Each side is an object. When the last reference to one goes, so does that side: without senders the channel is closed,
// and receivers get what is left and then nil; without receivers every send fails, and what is left is released.

internal import BraidCore

extension Channel {
    /// Makes a channel that is used through its two ends, and is closed when nobody holds one of them any more. Rust's
    /// `mpsc::channel`; Go has none.
    ///
    /// ```swift
    /// func produce(_ numbers: [Int]) -> Receiver<Int> {
    ///     let (sender, receiver) = Channel<Int>.ends()
    ///     go { for number in numbers { try sender.send(number) } }
    ///     return receiver
    /// }
    /// for number in produce([1, 2, 3]) { print(number) }  // ends by itself
    /// ```
    ///
    /// A send that nobody can receive any more fails with an error that names two places: where the ends were made, which is
    /// one place for both, and where the goroutine was created that sends. Reports of what waits name the first.
    ///
    /// Whoever leaves his loop early drops the receiver, and the next send throws in the goroutine that sends: where that is
    /// no mistake, it catches `ChannelClosed`, since an error that leaves a goroutine ends the program.
    ///
    /// A variable may hold its end until its scope ends: whoever sends in one function and receives in another is on the
    /// safe side.
    public static func ends(
        capacity: Int = 0, fileID: StaticString = #fileID, line: UInt = #line
    ) -> (sender: Sender<Element>, receiver: Receiver<Element>) {
        let site = CreationSite(fileID: fileID, line: line)
        let pair = EndpointPair(site: site)
        let channel = Channel(capacity: capacity, madeAt: site, owner: pair)
        return (Sender(channel), Receiver(channel, pair))
    }
}

/// What the two ends know of each other. The channel holds it, so that every send knows: the sender's own, one of its sending
/// side, a select's.
final class EndpointPair: ChannelOwner {
    private let site: CreationSite
    private let hasLostReceiver = Guarded(.door, false)

    init(site: CreationSite) {
        self.site = site
    }

    func receiverIsGone() {
        hasLostReceiver.withLock { $0 = true }
    }

    /// The error of a send that was refused.
    var refusal: ChannelClosed {
        guard hasLostReceiver.withLock({ $0 }) else { return ChannelClosed() }
        let sender = Fiber.running?.title ?? "a thread"
        return ChannelClosed(reason: "nobody holds the receiver made at \(site) any more; \(sender) sent")
    }
}

/// The sending end of a channel; see `Channel.ends`. When the last reference to it goes, the channel is closed.
public final class Sender<Element>: Sendable, SendEnd {
    @usableFromInline let channel: Channel<Element>

    init(_ channel: Channel<Element>) {
        self.channel = channel
    }

    deinit {
        // It may have been closed already.
        try? channel.close()
    }

    /// The sending side, for a select. It does not keep the sender.
    public var sending: SendChannel<Element> { channel.sending }

    /// The channel, for the library itself.
    @inlinable public var held: HeldChannel<Sender> { HeldChannel(of: channel) }

    /// Sends a value; waits while there is no room and no receiver.
    ///
    /// - Throws: `ChannelClosed` if the channel was closed, or nobody holds its receiver any more; the reason says where
    ///   the ends were made, and where the goroutine that sends was.
    public func send(_ value: sending Element) throws(ChannelClosed) {
        try channel.send(value)
    }

    /// Sends a value if that is possible without waiting; if not, the value is gone.
    public func trySend(_ value: sending Element) throws(ChannelClosed) -> Bool {
        try channel.trySend(value)
    }

    /// Values in the buffer. Go's `len`.
    public var count: Int { channel.count }

    /// How many values the buffer holds. Go's `cap`.
    public var capacity: Int { channel.capacity }

    /// Closes the channel before the sender goes.
    public func close() throws(ChannelClosed) {
        try channel.close()
    }
}

/// The receiving end of a channel; see `Channel.ends`. When the last reference to it goes, every send fails.
public final class Receiver<Element>: Sendable, ReceiveEnd, Sequence {
    @usableFromInline let channel: Channel<Element>
    private let pair: EndpointPair

    init(_ channel: Channel<Element>, _ pair: EndpointPair) {
        self.channel = channel
        self.pair = pair
    }

    deinit {
        pair.receiverIsGone()
        try? channel.close()
        channel.discardValues()
    }

    /// The receiving side, for a select. It does not keep the receiver.
    public var receiving: ReceiveChannel<Element> { channel.receiving }

    /// The channel, for the library itself.
    @inlinable public var held: HeldChannel<Receiver> { HeldChannel(of: channel) }

    /// Takes the next value; waits while there is none. Nil when the channel is closed and drained.
    @discardableResult
    public func receive() -> sending Element? { channel.receive() }

    /// Takes the next value if there is one at once.
    public func tryReceive() -> sending Element? { channel.tryReceive() }

    /// Values in the buffer. Go's `len`.
    public var count: Int { channel.count }

    /// How many values the buffer holds. Go's `cap`.
    public var capacity: Int { channel.capacity }

    /// Receives until the channel is closed and drained, and holds the receiver meanwhile.
    public struct Iterator: IteratorProtocol {
        let receiver: Receiver

        /// The next value, waiting for it; nil at the end.
        public mutating func next() -> Element? { receiver.receive() }
    }

    /// An iterator that takes its values from the channel. Go's `range`.
    @available(*, noasync, message: "it blocks the thread; use 'for try await', with BraidBridges")
    public func makeIterator() -> Iterator { Iterator(receiver: self) }
}
