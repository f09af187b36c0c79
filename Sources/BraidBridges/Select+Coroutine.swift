// Bridges › Select and coroutine: `await select(…)`, on the same channels that goroutines use.

public import BraidGoroutines

/// Suspends the calling coroutine until one of two cases is ready, and takes it. Go's `select`.
///
/// - Throws: `CancellationError` if the task is cancelled before a case is taken; `ChannelClosed` if the case that was
///   taken sends on a closed channel.
public nonisolated(nonsending) func select<A: SelectCase, B: SelectCase>(
    order: SelectOrder = .fair, _ first: sending A, _ second: sending B
) async throws -> sending Selected2<A.Value, B.Value> {
    let frame = HeapFrame(
        count: 2, room: SelectFrame.room(for: A.self) + SelectFrame.room(for: B.self))
    frame.cases.add(first)
    frame.cases.add(second)
    let win = await frame.wait(order)
    let selected = frame.cases.selected(win ?? .nobody, first, second)
    defer { extendLifetime((first, second)) }
    return try taken(selected, by: win, in: frame)
}

/// Suspends the calling coroutine until a case is ready, and takes it: what is left of a select with more. Go's `select`; see the
/// form with two cases.
public nonisolated(nonsending) func select<A: SelectCase>(
    order: SelectOrder = .fair, _ first: sending A
) async throws -> sending Selected1<A.Value> {
    let frame = HeapFrame(count: 1, room: SelectFrame.room(for: A.self))
    frame.cases.add(first)
    let win = await frame.wait(order)
    let selected = frame.cases.selected(win ?? .nobody, first)
    defer { extendLifetime(first) }
    return try taken(selected, by: win, in: frame)
}

/// Suspends the calling coroutine until one of three cases is ready, and takes it. Go's `select`; see the form with two cases.
public nonisolated(nonsending) func select<A: SelectCase, B: SelectCase, C: SelectCase>(
    order: SelectOrder = .fair, _ first: sending A, _ second: sending B, _ third: sending C
) async throws -> sending Selected3<A.Value, B.Value, C.Value> {
    let frame = HeapFrame(
        count: 3,
        room: SelectFrame.room(for: A.self) + SelectFrame.room(for: B.self) + SelectFrame.room(for: C.self))
    frame.cases.add(first)
    frame.cases.add(second)
    frame.cases.add(third)
    let win = await frame.wait(order)
    let selected = frame.cases.selected(win ?? .nobody, first, second, third)
    defer { extendLifetime((first, second, third)) }
    return try taken(selected, by: win, in: frame)
}

/// Suspends the calling coroutine until one of four cases is ready, and takes it. Go's `select`; see the form with two cases.
public nonisolated(nonsending) func select<A: SelectCase, B: SelectCase, C: SelectCase, D: SelectCase>(
    order: SelectOrder = .fair, _ first: sending A, _ second: sending B, _ third: sending C,
    _ fourth: sending D
) async throws -> sending Selected4<A.Value, B.Value, C.Value, D.Value> {
    let frame = HeapFrame(
        count: 4,
        room: SelectFrame.room(for: A.self) + SelectFrame.room(for: B.self) + SelectFrame.room(for: C.self)
            + SelectFrame.room(for: D.self))
    frame.cases.add(first)
    frame.cases.add(second)
    frame.cases.add(third)
    frame.cases.add(fourth)
    let win = await frame.wait(order)
    let selected = frame.cases.selected(win ?? .nobody, first, second, third, fourth)
    defer { extendLifetime((first, second, third, fourth)) }
    return try taken(selected, by: win, in: frame)
}

/// Suspends the calling coroutine until one of the cases is ready, takes it, and returns what its arm returns. Go's
/// `select` statement.
///
/// - Throws: `CancellationError` if the task is cancelled before a case is taken; `ChannelClosed` if the case that was
///   taken sends on a closed channel; what its arm throws.
public nonisolated(nonsending) func select<Arms: SelectArms, Output>(
    order: SelectOrder = .fair, @SelectBuilder<Output> _ arms: () -> Arms
) async throws -> Output where Arms.Output == Output {
    let frame = HeapFrame(count: Arms.count, room: Arms.room)
    // Safety: a coroutine's stack does not last, so the arms are on the heap. They are gone after `finish`.
    let place = UnsafeMutablePointer<Arms>.allocate(capacity: 1)
    defer { unsafe place.deallocate() }
    unsafe place.initialize(to: arms())
    unsafe Arms.enter(place, into: &frame.cases)
    let win = await frame.wait(order)
    // An arm that could not send has thrown.
    guard let output = try unsafe Arms.finish(place, in: frame.cases, from: 0, SelectTaken(win ?? .nobody))
    else {
        throw CancellationError()
    }
    return output
}

/// Suspends the calling coroutine until one of the cases is ready, and takes it. Go's `reflect.Select`.
///
/// - Returns: the place of the case that was taken in `cases`, and what it gives.
/// - Throws: `CancellationError` if the task is cancelled before a case is taken; `ChannelClosed` if the case that was
///   taken sends on a closed channel.
public nonisolated(nonsending) func select<Case: SelectCase>(
    order: SelectOrder = .fair, _ cases: sending [Case]
) async throws -> sending (index: Int, value: Case.Value) {
    let frame = HeapFrame(count: cases.count, room: cases.count * SelectFrame.room(for: Case.self))
    for offered in cases { frame.cases.add(offered) }
    let win = await frame.wait(order)
    var value: Case.Value?
    for (index, offered) in cases.enumerated() {
        if let settled = frame.cases.settle(offered, at: index, win ?? .nobody) { value = settled }
    }
    defer { extendLifetime(cases) }
    // Safety: the case gave its value up, which the compiler loses sight of in the loop.
    nonisolated(unsafe) let given = try taken(value, by: win, in: frame)
    return unsafe (win?.index ?? 0, given)
}

/// Receives from whichever channel has a value first. Go's `reflect.Select` with receiving cases.
///
/// - Returns: the place of the channel in `channels`, and the value; nil when that channel is closed and drained.
/// - Throws: `CancellationError` if the task is cancelled before a value is there.
public nonisolated(nonsending) func select<End: ReceiveEnd>(
    order: SelectOrder = .fair, from channels: [End]
) async throws -> sending (index: Int, value: End.Element?) {
    try await select(order: order, channels.map { ReceiveCase<End>.receive(from: $0) })
}

/// A select that was cancelled has no winner, one that was to send on a closed channel no value. The caller holds the cases,
/// and with them the channels.
private func taken<Value>(
    _ value: sending Value?, by win: SelectWin?, in frame: HeapFrame
) throws -> sending Value {
    guard let win else { throw CancellationError() }
    guard let value else { throw frame.cases.refusal(win) }
    return value
}
