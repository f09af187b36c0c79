// Select › SelectBuilder: the form that reads like Go's, a value for every arm, where the arms are made before the select
// runs: with an order, in a coroutine, and where they are many. All others are a SelectStatement.
//
// Whole chains of generic calls must disappear here, or a select costs ten times as much: everything is inlinable.
// What an arm does is a parameter of the very type that it is kept as, but for what it throws: to turn one kind of function into
// another takes a third one, which is made for each select, and then the channel is counted as well. That is why there is a
// function for what can fail and one for what cannot, and why what is `Sendable` is not `sending`.
// Arms are consumed by what holds them: otherwise each further arm would copy, and release, all those before it.
// Arms that can fail in any way make the whole select throw `any Error`; a union of error types cannot be written.

/// Builds the arms of `select { }`.
@resultBuilder
public enum SelectBuilder<Output> {
    /// An arm by itself, which tells the compiler what every arm is to give.
    @inlinable @inline(__always)
    public static func buildExpression<Case: SelectCase, Failure: Error>(
        _ arm: consuming SelectArm<Case, Output, Failure>
    ) -> SelectArm<Case, Output, Failure> {
        arm
    }

    /// The first arm.
    @inlinable @inline(__always)
    public static func buildPartialBlock<Arms: SelectArms>(first: consuming Arms) -> Arms
    where Arms.Output == Output {
        first
    }

    /// One more arm; none of them can fail.
    @inlinable @inline(__always)
    public static func buildPartialBlock<First: SelectArms, Second: SelectArms>(
        accumulated: consuming First, next: consuming Second
    ) -> SelectArmPair<First, Second, Never>
    where First.Output == Output, Second.Output == Output, First.Failure == Never, Second.Failure == Never {
        SelectArmPair(accumulated, next, failure: Never.self)
    }

    /// One more arm.
    @inlinable @inline(__always) @_disfavoredOverload
    public static func buildPartialBlock<First: SelectArms, Second: SelectArms>(
        accumulated: consuming First, next: consuming Second
    ) -> SelectArmPair<First, Second, any Error> where First.Output == Output, Second.Output == Output {
        SelectArmPair(accumulated, next, failure: (any Error).self)
    }
}

/// As the form without `order`, which says which arm is taken of several that are ready at the same moment; also for more than
/// nine arms.
///
/// - Throws: `ChannelClosed` if the case that was taken sends on a closed channel; what its arm throws.
@inlinable @inline(__always) @_disfavoredOverload
public func select<Arms: SelectArms, Output>(
    order: SelectOrder = .fair, @SelectBuilder<Output> _ arms: () -> Arms
) throws(Arms.Failure) -> Output where Arms.Output == Output {
    do {
        var output: Output?
        // Safety: the arms are in this frame, and gone after `finish`, which is called once.
        try unsafe withUnsafeTemporaryAllocation(of: Arms.self, capacity: 1) { memory throws(any Error) in
            guard let place = memory.baseAddress else { fatalError("no memory for a select") }
            unsafe place.initialize(to: arms())
            try SelectFrame.with(count: Arms.count, room: Arms.room) { frame throws(any Error) in
                unsafe Arms.enter(place, into: &frame)
                let win = frame.run(order)
                output = try unsafe Arms.finish(place, in: frame, from: 0, SelectTaken(win))
            }
        }
        guard let output else { fatalError("a select ended without an arm") }
        return output
    } catch let error as Arms.Failure {
        throw error
    } catch {
        fatalError("an arm of a select threw what it cannot throw: \(error)")
    }
}

/// An arm of `select { }` that receives. Go's `case value, ok := <-channel:`.
///
/// - Parameter channel: nil for one that is never ready.
/// - Parameter body: is given nil when the channel is closed and drained.
@inlinable @inline(__always)
public func receive<End: ReceiveEnd, Output>(
    from channel: End?, _ body: @escaping (End.Element?) -> Output
) -> SelectArm<ReceiveCase<End>, Output, Never> where End.Element: Sendable {
    SelectArm(.receive(from: channel), failure: Never.self, body)
}

/// An arm of `select { }` that receives, and may fail then.
@inlinable @inline(__always) @_disfavoredOverload
public func receive<End: ReceiveEnd, Output>(
    from channel: End?, _ body: @escaping (End.Element?) throws -> Output
) -> SelectArm<ReceiveCase<End>, Output, any Error> where End.Element: Sendable {
    SelectArm(.receive(from: channel), failure: (any Error).self, body)
}

/// An arm of `select { }` that receives what is not `Sendable`, and is given up to `body`.
@inlinable @inline(__always)
public func receive<End: ReceiveEnd, Output>(
    from channel: End?, _ body: @escaping (sending End.Element?) -> Output
) -> SelectArm<ReceiveCase<End>, Output, Never> {
    SelectArm(.receive(from: channel), failure: Never.self) {
        // Safety: nobody else has what was received.
        nonisolated(unsafe) let value = $0
        return unsafe body(value)
    }
}

/// An arm of `select { }` that receives what is not `Sendable`, and may fail then.
@inlinable @inline(__always) @_disfavoredOverload
public func receive<End: ReceiveEnd, Output>(
    from channel: End?, _ body: @escaping (sending End.Element?) throws -> Output
) -> SelectArm<ReceiveCase<End>, Output, any Error> {
    SelectArm(.receive(from: channel), failure: (any Error).self) {
        // Safety: nobody else has what was received.
        nonisolated(unsafe) let value = $0
        return try unsafe body(value)
    }
}

/// An arm of `select { }` that sends. Go's `case channel <- value:`. Throws `ChannelClosed` if the channel is closed.
///
/// - Parameter channel: nil for one that is never ready.
@inlinable @inline(__always)
public func send<End: SendEnd, Output>(
    _ value: sending End.Element, to channel: End?, _ body: @escaping (()) throws -> Output
) -> SelectArm<SendCase<End>, Output, any Error> {
    SelectArm(.send(value, to: channel), failure: (any Error).self, body)
}

/// An arm of `select { }` that sends and then does nothing.
@inlinable @inline(__always)
public func send<End: SendEnd>(
    _ value: sending End.Element, to channel: End?
) -> SelectArm<SendCase<End>, Void, any Error> {
    SelectArm(.send(value, to: channel), failure: (any Error).self) { _ in }
}

/// An arm of `select { }` for when `duration` has passed and no other was ready. Go's `case <-time.After(duration):`.
@inlinable @inline(__always)
public func after<Output>(
    _ duration: Duration, _ body: @escaping (()) -> Output
) -> SelectArm<AfterCase, Output, Never> {
    SelectArm(.after(duration), failure: Never.self, body)
}

/// An arm of `select { }` for when `duration` has passed, which may fail then.
@inlinable @inline(__always) @_disfavoredOverload
public func after<Output>(
    _ duration: Duration, _ body: @escaping (()) throws -> Output
) -> SelectArm<AfterCase, Output, any Error> {
    SelectArm(.after(duration), failure: (any Error).self, body)
}

/// An arm of `select { }` for when no other is ready at once. Go's `default:`.
@inlinable @inline(__always)
public func otherwise<Output>(
    _ body: @escaping (()) -> Output
) -> SelectArm<OtherwiseCase, Output, Never> {
    SelectArm(.otherwise, failure: Never.self, body)
}

/// An arm of `select { }` for when no other is ready at once, which may fail then.
@inlinable @inline(__always) @_disfavoredOverload
public func otherwise<Output>(
    _ body: @escaping (()) throws -> Output
) -> SelectArm<OtherwiseCase, Output, any Error> {
    SelectArm(.otherwise, failure: (any Error).self, body)
}
