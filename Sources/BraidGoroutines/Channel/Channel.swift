// Channel › Channel: the typed shell around ChannelCore.
//
// Thin and inlinable, so that a caller's compiler sees the element's type; all that decides anything is in the core.

internal import BraidCore

/// A queue of values between goroutines, plain threads, or both. Go's `chan`.
///
/// Without capacity, a send waits until a receiver takes the value. With capacity, it waits only while the buffer is
/// full. Waiters are served first come, first served. Every call may be made from a goroutine, which is parked while
/// it waits, or from a plain thread, which is blocked.
///
/// ```swift
/// let bodies = Channel<String>()
/// for url in urls { go { try bodies.send(fetch(url)) } }
/// for _ in urls { print(bodies.receive() ?? "closed") }
/// ```
///
/// A channel that is nil blocks for ever in Go. Here `absent?.receive()` is Swift's, and gives nil at once; a select never
/// finds an absent channel ready, and `absent.receive()`, without the question mark, waits as in Go.
///
/// Elements need not be `Sendable`: `send` takes the value over (`sending`), and one receiver gets it.
@safe
public final class Channel<Element>: @unchecked Sendable {
    // Safety: the core is guarded by its lock, and an element is always on one side only.
    // Whoever uses the core holds the channel, also where the compiler sees no use of it any more: `extendLifetime`.
    @usableFromInline package let core: ChannelCore

    /// Makes a channel whose buffer holds `capacity` values; 0 for none. A negative capacity stops the program, and so does
    /// one above 536,870,911; of values that take no room, such as `Void`, a buffer holds so many at most.
    ///
    /// `fileID` and `line` are what reports call the channel by: as a rule, where the call stands.
    @inlinable
    public init(capacity: Int = 0, fileID: StaticString = #fileID, line: UInt = #line) {
        core = ChannelCore(
            capacity: capacity, elementSize: MemoryLayout<Element>.size,
            elementStride: MemoryLayout<Element>.stride, fileID: fileID, line: line)
    }

    /// For what has a channel inside, and was made there.
    init(capacity: Int = 0, madeAt site: CreationSite, owner: (any ChannelOwner)? = nil) {
        core = ChannelCore(
            capacity: capacity, elementSize: MemoryLayout<Element>.size,
            elementStride: MemoryLayout<Element>.stride, site: site, owner: owner)
    }

    deinit {
        // Mostly there is nothing, and then no generic code is to run: it would look its types up for every channel.
        if core.count > 0 { discardValues() }
        core.destroy()
    }

    /// Releases what is in the buffer. For one after whom nobody receives.
    func discardValues() {
        // Safety: the slot is in this frame; the core has moved a value in exactly when the outcome is `.done`.
        unsafe withUnsafeTemporaryAllocation(of: Element.self, capacity: 1) { slot in
            guard let address = slot.baseAddress else { return }
            while unsafe core.receive(into: UnsafeMutableRawPointer(address), mayWait: false) == .done {
                unsafe slot.deinitialize()
            }
        }
    }

    /// Sends a value; waits while there is no room and no receiver. Go's `channel <- value`.
    ///
    /// - Throws: `ChannelClosed` if the channel is closed, also when that happens during the wait. The value is gone.
    @inlinable
    public func send(_ value: sending Element) throws(ChannelClosed) {
        guard send(value, mayWait: true) == .done else { throw refusal }
    }

    /// Sends a value if that is possible without waiting. Go's `select` with one send and a default.
    ///
    /// - Returns: whether the value was sent; if not, it is gone.
    /// - Throws: `ChannelClosed` if the channel is closed.
    @inlinable
    public func trySend(_ value: sending Element) throws(ChannelClosed) -> Bool {
        switch send(value, mayWait: false) {
        case .done: return true
        case .closed: throw refusal
        case .timedOut, .cancelled, .wouldBlock: return false
        }
    }

    /// Takes the next value; waits while there is none. Go's `value, ok := <-channel`.
    ///
    /// - Returns: nil when the channel is closed and everything sent before has been received.
    @inlinable
    @discardableResult
    public func receive() -> sending Element? {
        receive(mayWait: true)
    }

    /// Takes the next value if there is one at once, from the buffer or from a waiting sender. Go's `select` with one
    /// receive and a default.
    ///
    /// - Returns: nil when there is none, or when the channel is closed and drained.
    @inlinable
    public func tryReceive() -> sending Element? {
        receive(mayWait: false)
    }

    /// Closes the channel: no value can be sent any more, and receivers get what is in the buffer, then nil. Whoever
    /// waits is woken. Go's `close(channel)`.
    ///
    /// - Throws: `ChannelClosed` if it is closed already.
    public func close() throws(ChannelClosed) {
        defer { extendLifetime(self) }
        guard core.close() else { throw refusal }
    }

    /// The error of a send that was refused.
    @usableFromInline package var refusal: ChannelClosed {
        defer { extendLifetime(self) }
        return core.refusal
    }

    /// Values in the buffer. Go's `len(channel)`.
    public var count: Int {
        defer { extendLifetime(self) }
        return core.shownCount
    }

    /// How many values the buffer holds. Go's `cap(channel)`.
    public var capacity: Int {
        defer { extendLifetime(self) }
        return core.shownCapacity
    }

    @inlinable
    func send(_ value: sending Element, mayWait: Bool) -> ChannelOutcome {
        defer { extendLifetime(self) }
        // Safety: the slot is in this frame; the core has moved the value away exactly when the outcome is `.done`.
        return unsafe withUnsafeTemporaryAllocation(of: Element.self, capacity: 1) { slot in
            unsafe slot.initializeElement(at: 0, to: value)
            guard let address = slot.baseAddress else { return .wouldBlock }
            let outcome = unsafe core.send(from: UnsafeMutableRawPointer(address), mayWait: mayWait)
            if outcome != .done { unsafe slot.deinitialize() }
            return outcome
        }
    }

    @inlinable
    func receive(mayWait: Bool) -> sending Element? {
        defer { extendLifetime(self) }
        // Safety: the slot is in this frame; the core has moved a value in exactly when the outcome is `.done`.
        return unsafe withUnsafeTemporaryAllocation(of: Element.self, capacity: 1) { slot in
            guard let address = slot.baseAddress else { return nil }
            let outcome = unsafe core.receive(into: UnsafeMutableRawPointer(address), mayWait: mayWait)
            return outcome == .done ? unsafe slot.moveElement(from: 0) : nil
        }
    }
}

extension Channel: Sequence {
    /// Receives until the channel is closed and drained. Go's `for value := range channel`.
    public struct Iterator: IteratorProtocol {
        @usableFromInline let channel: Channel

        @inlinable
        init(_ channel: Channel) {
            self.channel = channel
        }

        /// The next value, waiting for it; nil at the end.
        @inlinable
        public mutating func next() -> Element? {
            channel.receive()
        }
    }

    /// An iterator that takes its values from the channel: two iterators share them.
    @available(*, noasync, message: "it blocks the thread; use 'for try await', with BraidBridges")
    @inlinable
    public func makeIterator() -> Iterator {
        Iterator(self)
    }
}
