// Select › SelectStatement: the form that reads like Go's, a value for every arm, as it runs nearly always.
//
// The select runs inside of the closure in which its arms are written down, as the last thing that the builder does there.
// An arm is then a value of one function, which the compiler takes apart: no reference is counted for a channel that is held
// anyhow (SelectCase says more), what an arm does stands where it is called, and nothing of an arm is ever in memory. Returned
// from the closure, eight arms are one value, each of them holds its channel, and a select of eight that finds a value costs
// about twice as much. So there is a function for each number of arms: what would hold several of them, in whatever way, the
// compiler does not look through (a pair of pairs: references are counted; a pack of parameters: types are looked up when the
// program runs, 50,000 instructions for nine). More than nine arms, eight channels and a default, are a SelectBuilder's.
//
// Which function is called says whether the select can throw: if no arm can, the first; a union of error types cannot be
// written, so otherwise it is `any Error`.

/// Runs the arms of `select { }`.
@resultBuilder
public enum SelectStatement<Output> {
    /// An arm by itself, which tells the compiler what every arm is to give.
    @inlinable @inline(__always)
    public static func buildExpression<Case: SelectCase, Failure: Error>(
        _ arm: SelectArm<Case, Output, Failure>
    ) -> SelectArm<Case, Output, Failure> {
        arm
    }

    /// One arm, which cannot fail.
    @inlinable @inline(__always)
    public static func buildBlock<A: SelectCase>(
        _ first: SelectArm<A, Output, Never>
    ) -> Result<Output, Never> {
        run(first)
    }

    /// One arm.
    @inlinable @inline(__always) @_disfavoredOverload
    public static func buildBlock<A: SelectCase, AError: Error>(
        _ first: SelectArm<A, Output, AError>
    ) -> Result<Output, any Error> {
        run(first)
    }

    /// Two arms, none of which can fail.
    @inlinable @inline(__always)
    public static func buildBlock<A: SelectCase, B: SelectCase>(
        _ first: SelectArm<A, Output, Never>, _ second: SelectArm<B, Output, Never>
    ) -> Result<Output, Never> {
        run(first, second)
    }

    /// Two arms.
    @inlinable @inline(__always) @_disfavoredOverload
    public static func buildBlock<A: SelectCase, B: SelectCase, AError: Error, BError: Error>(
        _ first: SelectArm<A, Output, AError>, _ second: SelectArm<B, Output, BError>
    ) -> Result<Output, any Error> {
        run(first, second)
    }

    /// Three arms, none of which can fail.
    @inlinable @inline(__always)
    public static func buildBlock<A: SelectCase, B: SelectCase, C: SelectCase>(
        _ first: SelectArm<A, Output, Never>, _ second: SelectArm<B, Output, Never>,
        _ third: SelectArm<C, Output, Never>
    ) -> Result<Output, Never> {
        run(first, second, third)
    }

    /// Three arms.
    @inlinable @inline(__always) @_disfavoredOverload
    public static func buildBlock<
        A: SelectCase, B: SelectCase, C: SelectCase, AError: Error, BError: Error, CError: Error
    >(
        _ first: SelectArm<A, Output, AError>, _ second: SelectArm<B, Output, BError>,
        _ third: SelectArm<C, Output, CError>
    ) -> Result<Output, any Error> {
        run(first, second, third)
    }

    /// Four arms, none of which can fail.
    @inlinable @inline(__always)
    public static func buildBlock<A: SelectCase, B: SelectCase, C: SelectCase, D: SelectCase>(
        _ first: SelectArm<A, Output, Never>, _ second: SelectArm<B, Output, Never>,
        _ third: SelectArm<C, Output, Never>, _ fourth: SelectArm<D, Output, Never>
    ) -> Result<Output, Never> {
        run(first, second, third, fourth)
    }

    /// Four arms.
    @inlinable @inline(__always) @_disfavoredOverload
    public static func buildBlock<
        A: SelectCase, B: SelectCase, C: SelectCase, D: SelectCase, AError: Error, BError: Error,
        CError: Error, DError: Error
    >(
        _ first: SelectArm<A, Output, AError>, _ second: SelectArm<B, Output, BError>,
        _ third: SelectArm<C, Output, CError>, _ fourth: SelectArm<D, Output, DError>
    ) -> Result<Output, any Error> {
        run(first, second, third, fourth)
    }

    /// Five arms, none of which can fail.
    @inlinable @inline(__always)
    public static func buildBlock<A: SelectCase, B: SelectCase, C: SelectCase, D: SelectCase, E: SelectCase>(
        _ first: SelectArm<A, Output, Never>, _ second: SelectArm<B, Output, Never>,
        _ third: SelectArm<C, Output, Never>, _ fourth: SelectArm<D, Output, Never>,
        _ fifth: SelectArm<E, Output, Never>
    ) -> Result<Output, Never> {
        run(first, second, third, fourth, fifth)
    }

    /// Five arms.
    @inlinable @inline(__always) @_disfavoredOverload
    public static func buildBlock<
        A: SelectCase, B: SelectCase, C: SelectCase, D: SelectCase, E: SelectCase, AError: Error,
        BError: Error, CError: Error, DError: Error, EError: Error
    >(
        _ first: SelectArm<A, Output, AError>, _ second: SelectArm<B, Output, BError>,
        _ third: SelectArm<C, Output, CError>, _ fourth: SelectArm<D, Output, DError>,
        _ fifth: SelectArm<E, Output, EError>
    ) -> Result<Output, any Error> {
        run(first, second, third, fourth, fifth)
    }

    /// Six arms, none of which can fail.
    @inlinable @inline(__always)
    public static func buildBlock<
        A: SelectCase, B: SelectCase, C: SelectCase, D: SelectCase, E: SelectCase, F: SelectCase
    >(
        _ first: SelectArm<A, Output, Never>, _ second: SelectArm<B, Output, Never>,
        _ third: SelectArm<C, Output, Never>, _ fourth: SelectArm<D, Output, Never>,
        _ fifth: SelectArm<E, Output, Never>, _ sixth: SelectArm<F, Output, Never>
    ) -> Result<Output, Never> {
        run(first, second, third, fourth, fifth, sixth)
    }

    /// Six arms.
    @inlinable @inline(__always) @_disfavoredOverload
    public static func buildBlock<
        A: SelectCase, B: SelectCase, C: SelectCase, D: SelectCase, E: SelectCase, F: SelectCase,
        AError: Error, BError: Error, CError: Error, DError: Error, EError: Error, FError: Error
    >(
        _ first: SelectArm<A, Output, AError>, _ second: SelectArm<B, Output, BError>,
        _ third: SelectArm<C, Output, CError>, _ fourth: SelectArm<D, Output, DError>,
        _ fifth: SelectArm<E, Output, EError>, _ sixth: SelectArm<F, Output, FError>
    ) -> Result<Output, any Error> {
        run(first, second, third, fourth, fifth, sixth)
    }

    /// Seven arms, none of which can fail.
    @inlinable @inline(__always)
    public static func buildBlock<
        A: SelectCase, B: SelectCase, C: SelectCase, D: SelectCase, E: SelectCase, F: SelectCase,
        G: SelectCase
    >(
        _ first: SelectArm<A, Output, Never>, _ second: SelectArm<B, Output, Never>,
        _ third: SelectArm<C, Output, Never>, _ fourth: SelectArm<D, Output, Never>,
        _ fifth: SelectArm<E, Output, Never>, _ sixth: SelectArm<F, Output, Never>,
        _ seventh: SelectArm<G, Output, Never>
    ) -> Result<Output, Never> {
        run(first, second, third, fourth, fifth, sixth, seventh)
    }

    /// Seven arms.
    @inlinable @inline(__always) @_disfavoredOverload
    public static func buildBlock<
        A: SelectCase, B: SelectCase, C: SelectCase, D: SelectCase, E: SelectCase, F: SelectCase,
        G: SelectCase, AError: Error, BError: Error, CError: Error, DError: Error, EError: Error,
        FError: Error, GError: Error
    >(
        _ first: SelectArm<A, Output, AError>, _ second: SelectArm<B, Output, BError>,
        _ third: SelectArm<C, Output, CError>, _ fourth: SelectArm<D, Output, DError>,
        _ fifth: SelectArm<E, Output, EError>, _ sixth: SelectArm<F, Output, FError>,
        _ seventh: SelectArm<G, Output, GError>
    ) -> Result<Output, any Error> {
        run(first, second, third, fourth, fifth, sixth, seventh)
    }

    /// Eight arms, none of which can fail.
    @inlinable @inline(__always)
    public static func buildBlock<
        A: SelectCase, B: SelectCase, C: SelectCase, D: SelectCase, E: SelectCase, F: SelectCase,
        G: SelectCase, H: SelectCase
    >(
        _ first: SelectArm<A, Output, Never>, _ second: SelectArm<B, Output, Never>,
        _ third: SelectArm<C, Output, Never>, _ fourth: SelectArm<D, Output, Never>,
        _ fifth: SelectArm<E, Output, Never>, _ sixth: SelectArm<F, Output, Never>,
        _ seventh: SelectArm<G, Output, Never>, _ eighth: SelectArm<H, Output, Never>
    ) -> Result<Output, Never> {
        run(first, second, third, fourth, fifth, sixth, seventh, eighth)
    }

    /// Eight arms.
    @inlinable @inline(__always) @_disfavoredOverload
    public static func buildBlock<
        A: SelectCase, B: SelectCase, C: SelectCase, D: SelectCase, E: SelectCase, F: SelectCase,
        G: SelectCase, H: SelectCase, AError: Error, BError: Error, CError: Error, DError: Error,
        EError: Error, FError: Error, GError: Error, HError: Error
    >(
        _ first: SelectArm<A, Output, AError>, _ second: SelectArm<B, Output, BError>,
        _ third: SelectArm<C, Output, CError>, _ fourth: SelectArm<D, Output, DError>,
        _ fifth: SelectArm<E, Output, EError>, _ sixth: SelectArm<F, Output, FError>,
        _ seventh: SelectArm<G, Output, GError>, _ eighth: SelectArm<H, Output, HError>
    ) -> Result<Output, any Error> {
        run(first, second, third, fourth, fifth, sixth, seventh, eighth)
    }

    /// Nine arms, none of which can fail.
    @inlinable @inline(__always)
    public static func buildBlock<
        A: SelectCase, B: SelectCase, C: SelectCase, D: SelectCase, E: SelectCase, F: SelectCase,
        G: SelectCase, H: SelectCase, I: SelectCase
    >(
        _ first: SelectArm<A, Output, Never>, _ second: SelectArm<B, Output, Never>,
        _ third: SelectArm<C, Output, Never>, _ fourth: SelectArm<D, Output, Never>,
        _ fifth: SelectArm<E, Output, Never>, _ sixth: SelectArm<F, Output, Never>,
        _ seventh: SelectArm<G, Output, Never>, _ eighth: SelectArm<H, Output, Never>,
        _ ninth: SelectArm<I, Output, Never>
    ) -> Result<Output, Never> {
        run(first, second, third, fourth, fifth, sixth, seventh, eighth, ninth)
    }

    /// Nine arms.
    @inlinable @inline(__always) @_disfavoredOverload
    public static func buildBlock<
        A: SelectCase, B: SelectCase, C: SelectCase, D: SelectCase, E: SelectCase, F: SelectCase,
        G: SelectCase, H: SelectCase, I: SelectCase, AError: Error, BError: Error, CError: Error,
        DError: Error, EError: Error, FError: Error, GError: Error, HError: Error, IError: Error
    >(
        _ first: SelectArm<A, Output, AError>, _ second: SelectArm<B, Output, BError>,
        _ third: SelectArm<C, Output, CError>, _ fourth: SelectArm<D, Output, DError>,
        _ fifth: SelectArm<E, Output, EError>, _ sixth: SelectArm<F, Output, FError>,
        _ seventh: SelectArm<G, Output, GError>, _ eighth: SelectArm<H, Output, HError>,
        _ ninth: SelectArm<I, Output, IError>
    ) -> Result<Output, any Error> {
        run(first, second, third, fourth, fifth, sixth, seventh, eighth, ninth)
    }
}

/// Waits until one of the cases is ready, takes it, and returns what its arm returns. Go's `select` statement.
///
/// ```swift
/// let line = try select {
///     receive(from: results) { "received \($0 ?? 0)" }
///     send(7, to: requests) { "sent" }
///     after(.seconds(1)) { "too late" }
/// }
/// ```
///
/// Channels and values are evaluated once, from top to bottom. Exactly one arm runs, on the caller's own stack. Parks a
/// goroutine, blocks a plain thread.
///
/// - Throws: `ChannelClosed` if the case that was taken sends on a closed channel; what its arm throws.
@inlinable @inline(__always)
public func select<Output, Failure: Error>(
    @SelectStatement<Output> _ outcome: () -> Result<Output, Failure>
) throws(Failure) -> Output {
    try outcome().get()
}
