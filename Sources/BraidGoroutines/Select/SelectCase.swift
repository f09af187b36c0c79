// Select › SelectCase: the four things that a select can wait for, with their types.
//
// A case is evaluated once, when the select is written down. Its value to send is moved into a slot, which the untyped
// core sends from; what was not sent is released with the slot.
//
// A case holds its end, but as a rule no reference is counted for that: whoever has written it down holds the end as well, in
// a constant, a parameter, a property, and the compiler sees that it need not be held twice. For that it must see the whole way
// of the end into the case and out of it while it still knows who owns what, so everything here is inlined, the case borrows
// what it is made from (`__shared`), and its variable does not outlive its last use (`@_eagerMove`), which is where the select
// has ended: `extendLifetime`. What a function returns, or is taken out of an array, is counted.

/// One alternative of a `select`: `.receive(from:)`, `.send(_:to:)`, `.after(_:)` or `.otherwise`. There are no others;
/// the requirements are for the library itself.
public protocol SelectCase<Value> {
    /// What the case gives when it is taken.
    associatedtype Value
    /// `ChannelClosed` for a case that sends, otherwise `Never`.
    associatedtype Failure: Error
    /// What moves through the channel; `Never` without one.
    associatedtype Element
    /// What the core is told.
    var description: SelectCaseDescription<Self> { get }
    /// Puts the value to be sent into its slot.
    func fill(_ slot: UnsafeMutablePointer<Element>)
    /// Releases what was to be sent and was not.
    func discard(_ slot: UnsafeMutablePointer<Element>)
    /// What a case that was taken gives; nil if it was to send and the channel is closed.
    func value(from slot: UnsafeMutablePointer<Element>, isClosed: Bool) -> sending Value?
}

/// What a case of a select waits for; made by the library alone, and used while the case is there.
public struct SelectCaseDescription<Case> {
    @usableFromInline let role: SelectRole
    /// Of an `after`.
    @usableFromInline let duration: Duration?
    /// The case holds the channel, and outlives its description.
    @usableFromInline let channel: ChannelCore?

    /// A case that sends or receives; with a channel that is absent, it does neither.
    @inlinable @inline(__always)
    init(_ role: SelectRole, _ channel: ChannelCore?) {
        self.role = channel == nil && role != .otherwise ? .absent : role
        duration = nil
        self.channel = channel
    }

    @inlinable @inline(__always)
    init(after duration: Duration) {
        role = .after
        self.duration = duration
        channel = nil
    }
}

/// A case that receives. Go's `case value, ok := <-channel`.
///
/// It holds the end that it receives from: a ticker that was made for it ticks, a `Receiver` keeps its side of the channel
/// open.
@_eagerMove
public struct ReceiveCase<End: ReceiveEnd>: SelectCase, Sendable {
    @usableFromInline let end: End?

    @inlinable @inline(__always)
    init(_ end: __shared End?) {
        self.end = end
    }

    /// What is received.
    public typealias Element = End.Element

    /// Never fails.
    public typealias Failure = Never

    /// What the core is told.
    @inlinable @inline(__always)
    public var description: SelectCaseDescription<Self> {
        SelectCaseDescription(.receive, end?.held.core)
    }

    /// Nothing: the slot waits for its value.
    @inlinable @inline(__always) public func fill(_ slot: UnsafeMutablePointer<Element>) {}

    /// Nothing: no value has come.
    @inlinable @inline(__always) public func discard(_ slot: UnsafeMutablePointer<Element>) {}

    /// What was received; nil inside if the channel is closed and drained.
    @inlinable @inline(__always)
    public func value(from slot: UnsafeMutablePointer<Element>, isClosed: Bool) -> sending Element?? {
        // Safety: the core has moved a value in unless the channel was closed, and nobody else knows of it.
        nonisolated(unsafe) let value: Element? = isClosed ? nil : unsafe slot.move()
        return unsafe .some(value)
    }
}

/// A case that sends. Go's `case channel <- value`.
///
/// It holds the end that it sends to, as one that receives does.
@_eagerMove
public struct SendCase<End: SendEnd>: SelectCase {
    @usableFromInline let element: End.Element
    @usableFromInline let end: End?

    @inlinable @inline(__always)
    init(_ element: sending End.Element, to end: __shared End?) {
        self.element = element
        self.end = end
    }

    /// What is sent.
    public typealias Element = End.Element

    /// The channel is closed.
    public typealias Failure = ChannelClosed

    /// What the core is told.
    @inlinable @inline(__always)
    public var description: SelectCaseDescription<Self> {
        SelectCaseDescription(.send, end?.held.core)
    }

    /// Puts the value there.
    @inlinable @inline(__always) public func fill(_ slot: UnsafeMutablePointer<Element>) {
        // Safety: the slot is empty.
        unsafe slot.initialize(to: element)
    }

    /// Releases the value.
    @inlinable @inline(__always) public func discard(_ slot: UnsafeMutablePointer<Element>) {
        // Safety: the slot is full: the core moves a value away only if the case is taken.
        unsafe slot.deinitialize(count: 1)
    }

    /// Nothing, or nil if the channel is closed.
    @inlinable @inline(__always)
    public func value(from slot: UnsafeMutablePointer<Element>, isClosed: Bool) -> sending Void? {
        guard isClosed else { return () }
        // Safety: the value was refused, so it is still there.
        unsafe slot.deinitialize(count: 1)
        return nil
    }
}

/// A case that is taken when a duration has passed and no other was ready. Go's `case <-time.After(duration)`.
public struct AfterCase: SelectCase, Sendable {
    @usableFromInline let duration: Duration

    @inlinable @inline(__always)
    init(_ duration: Duration) {
        self.duration = duration
    }

    /// Never fails.
    public typealias Failure = Never

    /// What the core is told.
    @inlinable @inline(__always)
    public var description: SelectCaseDescription<Self> { SelectCaseDescription(after: duration) }

    /// Nothing moves.
    @inlinable @inline(__always) public func fill(_ slot: UnsafeMutablePointer<Never>) {}

    /// Nothing moves.
    @inlinable @inline(__always) public func discard(_ slot: UnsafeMutablePointer<Never>) {}

    /// Nothing.
    @inlinable @inline(__always)
    public func value(from slot: UnsafeMutablePointer<Never>, isClosed: Bool) -> sending Void? { () }
}

/// A case that is taken when no other is ready at once. Go's `default`.
public struct OtherwiseCase: SelectCase, Sendable {
    @inlinable @inline(__always)
    init() {}

    /// Never fails.
    public typealias Failure = Never

    /// What the core is told.
    @inlinable @inline(__always)
    public var description: SelectCaseDescription<Self> {
        SelectCaseDescription(.otherwise, nil)
    }

    /// Nothing moves.
    @inlinable @inline(__always) public func fill(_ slot: UnsafeMutablePointer<Never>) {}

    /// Nothing moves.
    @inlinable @inline(__always) public func discard(_ slot: UnsafeMutablePointer<Never>) {}

    /// Nothing.
    @inlinable @inline(__always)
    public func value(from slot: UnsafeMutablePointer<Never>, isClosed: Bool) -> sending Void? { () }
}

extension SelectCase {
    /// Receives; gives the value, or nil when the channel is closed and drained. A channel that is nil is never ready.
    /// Go's `case value, ok := <-channel`.
    @inlinable @inline(__always)
    public static func receive<End: ReceiveEnd>(from channel: End?) -> Self
    where Self == ReceiveCase<End> {
        ReceiveCase(channel)
    }

    /// Sends a value, which is gone afterwards, whichever case is taken. A channel that is nil is never ready; one that
    /// is closed is, and the select throws `ChannelClosed`. Go's `case channel <- value`.
    @inlinable @inline(__always)
    public static func send<End: SendEnd>(_ value: sending End.Element, to channel: End?) -> sending Self
    where Self == SendCase<End> {
        SendCase(value, to: channel)
    }
}

extension SelectCase where Self == AfterCase {
    /// Taken when `duration` has passed and no other case was ready; at once, like `.otherwise`, if it is zero or less.
    @inlinable @inline(__always)
    public static func after(_ duration: Duration) -> Self { AfterCase(duration) }
}

extension SelectCase where Self == OtherwiseCase {
    /// Taken when no other case is ready at once. Go's `default`.
    @inlinable @inline(__always) public static var otherwise: Self { OtherwiseCase() }
}
