// Select › Select: the switch form, for up to four cases.
//
// It returns before anything is done with the value, so the code behind a case may return, throw, `break`, or change a
// variable of its function; closures (the builder form) may not.

/// Waits until one of two cases is ready, and takes it. Go's `select`.
///
/// ```swift
/// switch select(.receive(from: results), .after(.seconds(1))) {
/// case .first(let result?): print(result)
/// case .first(nil): print("closed")
/// case .second: print("too late")
/// }
/// ```
///
/// The cases are evaluated once, from left to right. Exactly one is taken; of those that are ready at the same moment
/// any, with equal chances, or the first if `order` is `.priority`. A channel that is nil is never ready. Parks a
/// goroutine, blocks a plain thread.
@inlinable @inline(__always)
public func select<A: SelectCase, B: SelectCase>(
    order: SelectOrder = .fair, _ first: __shared sending A, _ second: __shared sending B
) -> sending Selected2<A.Value, B.Value> where A.Failure == Never, B.Failure == Never {
    var refusal: ChannelClosed?
    // Safety: the cases were given up, and so is what one of them gives, which the compiler loses sight of.
    nonisolated(unsafe) let selected = selectOrFail(order, &refusal, first, second)
    return unsafe taken(selected)
}

/// As above, with cases that send.
///
/// - Throws: `ChannelClosed` if the case that was taken sends on a closed channel.
@inlinable @inline(__always)
public func select<A: SelectCase, B: SelectCase>(
    order: SelectOrder = .fair, _ first: __shared sending A, _ second: __shared sending B
) throws(ChannelClosed) -> sending Selected2<A.Value, B.Value> {
    var refusal: ChannelClosed?
    // Safety: as above.
    nonisolated(unsafe) let selected = selectOrFail(order, &refusal, first, second)
    guard let selected = unsafe selected else { throw refusal ?? ChannelClosed() }
    return selected
}

/// Waits until a case is ready, and takes it: what is left of a select with more. Go's `select`; see the form with two cases.
@inlinable @inline(__always)
public func select<A: SelectCase>(
    order: SelectOrder = .fair, _ first: __shared sending A
) -> sending Selected1<A.Value> where A.Failure == Never {
    var refusal: ChannelClosed?
    // Safety: the case was given up, and so is what it gives, which the compiler loses sight of.
    nonisolated(unsafe) let selected = selectOrFail(order, &refusal, first)
    return unsafe taken(selected)
}

/// As above, with a case that sends.
///
/// - Throws: `ChannelClosed` if it sends on a closed channel.
@inlinable @inline(__always)
public func select<A: SelectCase>(
    order: SelectOrder = .fair, _ first: __shared sending A
) throws(ChannelClosed) -> sending Selected1<A.Value> {
    var refusal: ChannelClosed?
    // Safety: as above.
    nonisolated(unsafe) let selected = selectOrFail(order, &refusal, first)
    guard let selected = unsafe selected else { throw refusal ?? ChannelClosed() }
    return selected
}

/// Waits until one of three cases is ready, and takes it. Go's `select`; see the form with two cases.
@inlinable @inline(__always)
public func select<A: SelectCase, B: SelectCase, C: SelectCase>(
    order: SelectOrder = .fair, _ first: __shared sending A, _ second: __shared sending B,
    _ third: __shared sending C
) -> sending Selected3<A.Value, B.Value, C.Value>
where A.Failure == Never, B.Failure == Never, C.Failure == Never {
    var refusal: ChannelClosed?
    // Safety: the cases were given up, and so is what one of them gives, which the compiler loses sight of.
    nonisolated(unsafe) let selected = selectOrFail(order, &refusal, first, second, third)
    return unsafe taken(selected)
}

/// As above, with cases that send.
///
/// - Throws: `ChannelClosed` if the case that was taken sends on a closed channel.
@inlinable @inline(__always)
public func select<A: SelectCase, B: SelectCase, C: SelectCase>(
    order: SelectOrder = .fair, _ first: __shared sending A, _ second: __shared sending B,
    _ third: __shared sending C
) throws(ChannelClosed) -> sending Selected3<A.Value, B.Value, C.Value> {
    var refusal: ChannelClosed?
    // Safety: as above.
    nonisolated(unsafe) let selected = selectOrFail(order, &refusal, first, second, third)
    guard let selected = unsafe selected else { throw refusal ?? ChannelClosed() }
    return selected
}

/// Waits until one of four cases is ready, and takes it. Go's `select`; see the form with two cases.
@inlinable @inline(__always)
public func select<A: SelectCase, B: SelectCase, C: SelectCase, D: SelectCase>(
    order: SelectOrder = .fair, _ first: __shared sending A, _ second: __shared sending B,
    _ third: __shared sending C,
    _ fourth: __shared sending D
) -> sending Selected4<A.Value, B.Value, C.Value, D.Value>
where A.Failure == Never, B.Failure == Never, C.Failure == Never, D.Failure == Never {
    var refusal: ChannelClosed?
    // Safety: the cases were given up, and so is what one of them gives, which the compiler loses sight of.
    nonisolated(unsafe) let selected = selectOrFail(order, &refusal, first, second, third, fourth)
    return unsafe taken(selected)
}

/// As above, with cases that send.
///
/// - Throws: `ChannelClosed` if the case that was taken sends on a closed channel.
@inlinable @inline(__always)
public func select<A: SelectCase, B: SelectCase, C: SelectCase, D: SelectCase>(
    order: SelectOrder = .fair, _ first: __shared sending A, _ second: __shared sending B,
    _ third: __shared sending C,
    _ fourth: __shared sending D
) throws(ChannelClosed) -> sending Selected4<A.Value, B.Value, C.Value, D.Value> {
    var refusal: ChannelClosed?
    // Safety: as above.
    nonisolated(unsafe) let selected = selectOrFail(order, &refusal, first, second, third, fourth)
    guard let selected = unsafe selected else { throw refusal ?? ChannelClosed() }
    return selected
}

/// More cases than a switch takes.
@available(
    *, unavailable,
    message:
        "a switch takes four cases at most: write 'select { receive(from: …) { … } … }', or an array of AnySelectCase"
)
public func select<
    A: SelectCase, B: SelectCase, C: SelectCase, D: SelectCase, E: SelectCase, each More: SelectCase
>(
    order: SelectOrder = .fair, _ first: A, _ second: B, _ third: C, _ fourth: D, _ fifth: E,
    _ more: repeat each More
) -> Selected4<A.Value, B.Value, C.Value, D.Value> {
    fatalError("unavailable")
}

/// A select none of whose cases can fail has a result.
@inlinable @inline(__always)
func taken<Selected>(_ selected: sending Selected?) -> sending Selected {
    guard let selected else { fatalError("a select without a case that sends found a closed channel") }
    return selected
}

@inlinable @inline(__always)
func selectOrFail<A: SelectCase>(
    _ order: SelectOrder, _ refusal: inout ChannelClosed?, _ first: A
) -> Selected1<A.Value>? {
    SelectFrame.keeping(count: 1, room: SelectFrame.room(for: A.self)) { frame in
        frame.add(first)
        let win = frame.run(order)
        if let selected = frame.selected(win, first) { return selected }
        refusal = frame.refusal(win)
        // The case holds the channel.
        extendLifetime(first)
        return nil
    }
}

@inlinable @inline(__always)
func selectOrFail<A: SelectCase, B: SelectCase>(
    _ order: SelectOrder, _ refusal: inout ChannelClosed?, _ first: A, _ second: B
) -> Selected2<A.Value, B.Value>? {
    let room = SelectFrame.room(for: A.self) + SelectFrame.room(for: B.self)
    return SelectFrame.keeping(count: 2, room: room) { frame in
        frame.add(first)
        frame.add(second)
        let win = frame.run(order)
        if let selected = frame.selected(win, first, second) { return selected }
        refusal = frame.refusal(win)
        // The cases hold the channels.
        extendLifetime(first)
        extendLifetime(second)
        return nil
    }
}

@inlinable @inline(__always)
func selectOrFail<A: SelectCase, B: SelectCase, C: SelectCase>(
    _ order: SelectOrder, _ refusal: inout ChannelClosed?, _ first: A, _ second: B,
    _ third: C
) -> Selected3<A.Value, B.Value, C.Value>? {
    let room =
        SelectFrame.room(for: A.self) + SelectFrame.room(for: B.self) + SelectFrame.room(for: C.self)
    return SelectFrame.keeping(count: 3, room: room) { frame in
        frame.add(first)
        frame.add(second)
        frame.add(third)
        let win = frame.run(order)
        if let selected = frame.selected(win, first, second, third) { return selected }
        refusal = frame.refusal(win)
        // The cases hold the channels.
        extendLifetime(first)
        extendLifetime(second)
        extendLifetime(third)
        return nil
    }
}

@inlinable @inline(__always)
func selectOrFail<A: SelectCase, B: SelectCase, C: SelectCase, D: SelectCase>(
    _ order: SelectOrder, _ refusal: inout ChannelClosed?, _ first: A, _ second: B,
    _ third: C, _ fourth: D
) -> Selected4<A.Value, B.Value, C.Value, D.Value>? {
    let room =
        SelectFrame.room(for: A.self) + SelectFrame.room(for: B.self) + SelectFrame.room(for: C.self)
        + SelectFrame.room(for: D.self)
    return SelectFrame.keeping(count: 4, room: room) { frame in
        frame.add(first)
        frame.add(second)
        frame.add(third)
        frame.add(fourth)
        let win = frame.run(order)
        if let selected = frame.selected(win, first, second, third, fourth) { return selected }
        refusal = frame.refusal(win)
        // The cases hold the channels.
        extendLifetime(first)
        extendLifetime(second)
        extendLifetime(third)
        extendLifetime(fourth)
        return nil
    }
}
