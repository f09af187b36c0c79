// Select › SelectArray: a select whose number of cases is known only when it runs.

/// What a case of any kind waits for.
@usableFromInline
enum SelectKind: Sendable {
    /// Nil: an absent channel, which is never ready.
    case receive(ChannelCore?)
    case send(ChannelCore?)
    case after(Duration)
    case otherwise
}

/// A case of any kind, for arrays that mix them. It holds its end, as the others do.
public struct AnySelectCase<Element>: SelectCase {
    @usableFromInline let kind: SelectKind
    @usableFromInline let element: Element?
    @usableFromInline let end: (any Sendable)?

    @inlinable
    init(_ kind: SelectKind, _ element: sending Element?, holding end: (any Sendable)?) {
        self.kind = kind
        self.element = element
        self.end = end
    }

    /// The channel of a case that sends is closed.
    public typealias Failure = ChannelClosed

    /// A case that receives: gives the value, or nil when the channel is closed and drained. A channel that is nil is
    /// never ready.
    @inlinable
    public static func receive<End: ReceiveEnd>(from channel: End?) -> Self where End.Element == Element {
        AnySelectCase(.receive(channel?.held.core), nil, holding: channel)
    }

    /// A case that sends, and gives nil. A channel that is nil is never ready.
    @inlinable
    public static func send<End: SendEnd>(_ value: sending Element, to channel: End?) -> sending Self
    where End.Element == Element {
        AnySelectCase(.send(channel?.held.core), value, holding: channel)
    }

    /// A case that is taken when `duration` has passed and no other was ready. Gives nil.
    @inlinable
    public static func after(_ duration: Duration) -> Self {
        AnySelectCase(.after(duration), nil, holding: nil)
    }

    /// A case that is taken when no other is ready at once. Gives nil.
    @inlinable public static var otherwise: Self { AnySelectCase(.otherwise, nil, holding: nil) }

    /// What the core is told.
    @inlinable public var description: SelectCaseDescription<Self> {
        switch kind {
        case .receive(let channel): SelectCaseDescription(.receive, channel)
        case .send(let channel): SelectCaseDescription(.send, channel)
        case .after(let duration): SelectCaseDescription(after: duration)
        case .otherwise: SelectCaseDescription(.otherwise, nil)
        }
    }

    /// Puts the value to be sent there.
    @inlinable public func fill(_ slot: UnsafeMutablePointer<Element>) {
        // Safety: the slot is empty.
        if let element { unsafe slot.initialize(to: element) }
    }

    /// Releases the value that was not sent.
    @inlinable public func discard(_ slot: UnsafeMutablePointer<Element>) {
        // Safety: the slot is full if there was something to send.
        if element != nil { unsafe slot.deinitialize(count: 1) }
    }

    /// What was received; nil inside for everything else.
    @inlinable
    public func value(from slot: UnsafeMutablePointer<Element>, isClosed: Bool) -> sending Element?? {
        switch kind {
        case .receive:
            // Safety: the core has moved a value in unless the channel was closed, and nobody else knows of it.
            nonisolated(unsafe) let value: Element? = isClosed ? nil : unsafe slot.move()
            return unsafe .some(value)
        case .send where isClosed:
            // Safety: the value was refused, so it is still there.
            unsafe slot.deinitialize(count: 1)
            return nil
        case .send, .after, .otherwise:
            return .some(nil)
        }
    }
}

/// Waits until one of the cases is ready, and takes it. Go's `reflect.Select`.
///
/// Without cases it waits for ever. Parks a goroutine, blocks a plain thread.
///
/// - Returns: the place of the case that was taken in `cases`, and what it gives.
/// - Throws: `ChannelClosed` if that case sends on a closed channel.
@inlinable
public func select<Case: SelectCase>(
    order: SelectOrder = .fair, _ cases: sending [Case]
) throws(Case.Failure) -> sending (index: Int, value: Case.Value) {
    let room = cases.count * SelectFrame.room(for: Case.self)
    let (index, taken, refusal): (Int, Case.Value?, ChannelClosed?) = SelectFrame.with(
        count: cases.count, room: room
    ) { frame in
        for offered in cases { frame.add(offered) }
        let win = frame.run(order)
        var taken: Case.Value?
        for (index, offered) in cases.enumerated() {
            if let value = frame.settle(offered, at: index, win) { taken = value }
        }
        // The cases hold the channels.
        defer { extendLifetime(cases) }
        return (win.index, taken, taken == nil ? frame.refusal(win) : nil)
    }
    guard let taken else {
        guard let error = refusal as? Case.Failure else { fatalError("a select ended without a value") }
        throw error
    }
    // Safety: the case gave its value up, which the compiler loses sight of in the loop.
    nonisolated(unsafe) let value = taken
    return unsafe (index, value)
}

/// Receives from whichever channel has a value first. Go's `reflect.Select` with receiving cases.
///
/// - Returns: the place of the channel in `channels`, and the value; nil when that channel is closed and drained.
@inlinable
public func select<End: ReceiveEnd>(
    order: SelectOrder = .fair, from channels: [End]
) -> sending (index: Int, value: End.Element?) {
    let room = channels.count * SelectFrame.room(for: ReceiveCase<End>.self)
    return SelectFrame.with(count: channels.count, room: room) { frame in
        // The array holds the channels.
        defer { extendLifetime(channels) }
        for end in channels { frame.add(ReceiveCase(end)) }
        let win = frame.run(order)
        return (win.index, frame.settle(ReceiveCase(channels[win.index]), at: win.index, win) ?? nil)
    }
}
