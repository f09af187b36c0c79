// Select › SelectStatement, run: for each number of arms the same. All cases are settled before an arm runs, which may throw, and
// all are there until it has.

extension SelectStatement {
    /// Runs `body` with room for `count` cases.
    @inlinable @inline(__always)
    static func outcome<Failure: Error>(
        count: Int, room: Int, _ body: (inout SelectFrame) throws -> Output
    ) -> Result<Output, Failure> {
        do {
            return .success(try SelectFrame.keeping(count: count, room: room, body))
        } catch let error as Failure {
            return .failure(error)
        } catch {
            fatalError("an arm of a select threw what it cannot throw: \(error)")
        }
    }

    @inlinable @inline(__always)
    static func run<A: SelectCase, AError, Failure: Error>(
        _ first: SelectArm<A, Output, AError>
    ) -> Result<Output, Failure> {
        outcome(count: 1, room: SelectFrame.room(for: A.self)) { frame in
            defer {
                extendLifetime(first)
            }
            frame.add(first.offered)
            let win = frame.run(.fair)
            let one = frame.settle(first.offered, at: 0, win)
            if let one { return try first.body(one) }
            throw frame.refusal(win)
        }
    }

    @inlinable @inline(__always)
    static func run<A: SelectCase, B: SelectCase, AError, BError, Failure: Error>(
        _ first: SelectArm<A, Output, AError>, _ second: SelectArm<B, Output, BError>
    ) -> Result<Output, Failure> {
        outcome(count: 2, room: SelectFrame.room(for: A.self) + SelectFrame.room(for: B.self)) { frame in
            defer {
                extendLifetime(first)
                extendLifetime(second)
            }
            frame.add(first.offered)
            frame.add(second.offered)
            let win = frame.run(.fair)
            let one = frame.settle(first.offered, at: 0, win)
            let two = frame.settle(second.offered, at: 1, win)
            if let one { return try first.body(one) }
            if let two { return try second.body(two) }
            throw frame.refusal(win)
        }
    }

    @inlinable @inline(__always)
    static func run<A: SelectCase, B: SelectCase, C: SelectCase, AError, BError, CError, Failure: Error>(
        _ first: SelectArm<A, Output, AError>, _ second: SelectArm<B, Output, BError>,
        _ third: SelectArm<C, Output, CError>
    ) -> Result<Output, Failure> {
        outcome(
            count: 3,
            room: SelectFrame.room(for: A.self) + SelectFrame.room(for: B.self)
                + SelectFrame.room(for: C.self)
        ) { frame in
            defer {
                extendLifetime(first)
                extendLifetime(second)
                extendLifetime(third)
            }
            frame.add(first.offered)
            frame.add(second.offered)
            frame.add(third.offered)
            let win = frame.run(.fair)
            let one = frame.settle(first.offered, at: 0, win)
            let two = frame.settle(second.offered, at: 1, win)
            let three = frame.settle(third.offered, at: 2, win)
            if let one { return try first.body(one) }
            if let two { return try second.body(two) }
            if let three { return try third.body(three) }
            throw frame.refusal(win)
        }
    }

    @inlinable @inline(__always)
    static func run<
        A: SelectCase, B: SelectCase, C: SelectCase, D: SelectCase, AError, BError, CError, DError,
        Failure: Error
    >(
        _ first: SelectArm<A, Output, AError>, _ second: SelectArm<B, Output, BError>,
        _ third: SelectArm<C, Output, CError>, _ fourth: SelectArm<D, Output, DError>
    ) -> Result<Output, Failure> {
        outcome(
            count: 4,
            room: SelectFrame.room(for: A.self) + SelectFrame.room(for: B.self)
                + SelectFrame.room(for: C.self) + SelectFrame.room(for: D.self)
        ) { frame in
            defer {
                extendLifetime(first)
                extendLifetime(second)
                extendLifetime(third)
                extendLifetime(fourth)
            }
            frame.add(first.offered)
            frame.add(second.offered)
            frame.add(third.offered)
            frame.add(fourth.offered)
            let win = frame.run(.fair)
            let one = frame.settle(first.offered, at: 0, win)
            let two = frame.settle(second.offered, at: 1, win)
            let three = frame.settle(third.offered, at: 2, win)
            let four = frame.settle(fourth.offered, at: 3, win)
            if let one { return try first.body(one) }
            if let two { return try second.body(two) }
            if let three { return try third.body(three) }
            if let four { return try fourth.body(four) }
            throw frame.refusal(win)
        }
    }

    @inlinable @inline(__always)
    static func run<
        A: SelectCase, B: SelectCase, C: SelectCase, D: SelectCase, E: SelectCase, AError, BError, CError,
        DError, EError, Failure: Error
    >(
        _ first: SelectArm<A, Output, AError>, _ second: SelectArm<B, Output, BError>,
        _ third: SelectArm<C, Output, CError>, _ fourth: SelectArm<D, Output, DError>,
        _ fifth: SelectArm<E, Output, EError>
    ) -> Result<Output, Failure> {
        outcome(
            count: 5,
            room: SelectFrame.room(for: A.self) + SelectFrame.room(for: B.self)
                + SelectFrame.room(for: C.self) + SelectFrame.room(for: D.self)
                + SelectFrame.room(for: E.self)
        ) { frame in
            defer {
                extendLifetime(first)
                extendLifetime(second)
                extendLifetime(third)
                extendLifetime(fourth)
                extendLifetime(fifth)
            }
            frame.add(first.offered)
            frame.add(second.offered)
            frame.add(third.offered)
            frame.add(fourth.offered)
            frame.add(fifth.offered)
            let win = frame.run(.fair)
            let one = frame.settle(first.offered, at: 0, win)
            let two = frame.settle(second.offered, at: 1, win)
            let three = frame.settle(third.offered, at: 2, win)
            let four = frame.settle(fourth.offered, at: 3, win)
            let five = frame.settle(fifth.offered, at: 4, win)
            if let one { return try first.body(one) }
            if let two { return try second.body(two) }
            if let three { return try third.body(three) }
            if let four { return try fourth.body(four) }
            if let five { return try fifth.body(five) }
            throw frame.refusal(win)
        }
    }

    @inlinable @inline(__always)
    static func run<
        A: SelectCase, B: SelectCase, C: SelectCase, D: SelectCase, E: SelectCase, F: SelectCase, AError,
        BError, CError, DError, EError, FError, Failure: Error
    >(
        _ first: SelectArm<A, Output, AError>, _ second: SelectArm<B, Output, BError>,
        _ third: SelectArm<C, Output, CError>, _ fourth: SelectArm<D, Output, DError>,
        _ fifth: SelectArm<E, Output, EError>, _ sixth: SelectArm<F, Output, FError>
    ) -> Result<Output, Failure> {
        outcome(
            count: 6,
            room: SelectFrame.room(for: A.self) + SelectFrame.room(for: B.self)
                + SelectFrame.room(for: C.self) + SelectFrame.room(for: D.self)
                + SelectFrame.room(for: E.self) + SelectFrame.room(for: F.self)
        ) { frame in
            defer {
                extendLifetime(first)
                extendLifetime(second)
                extendLifetime(third)
                extendLifetime(fourth)
                extendLifetime(fifth)
                extendLifetime(sixth)
            }
            frame.add(first.offered)
            frame.add(second.offered)
            frame.add(third.offered)
            frame.add(fourth.offered)
            frame.add(fifth.offered)
            frame.add(sixth.offered)
            let win = frame.run(.fair)
            let one = frame.settle(first.offered, at: 0, win)
            let two = frame.settle(second.offered, at: 1, win)
            let three = frame.settle(third.offered, at: 2, win)
            let four = frame.settle(fourth.offered, at: 3, win)
            let five = frame.settle(fifth.offered, at: 4, win)
            let six = frame.settle(sixth.offered, at: 5, win)
            if let one { return try first.body(one) }
            if let two { return try second.body(two) }
            if let three { return try third.body(three) }
            if let four { return try fourth.body(four) }
            if let five { return try fifth.body(five) }
            if let six { return try sixth.body(six) }
            throw frame.refusal(win)
        }
    }

    @inlinable @inline(__always)
    static func run<
        A: SelectCase, B: SelectCase, C: SelectCase, D: SelectCase, E: SelectCase, F: SelectCase,
        G: SelectCase, AError, BError, CError, DError, EError, FError, GError, Failure: Error
    >(
        _ first: SelectArm<A, Output, AError>, _ second: SelectArm<B, Output, BError>,
        _ third: SelectArm<C, Output, CError>, _ fourth: SelectArm<D, Output, DError>,
        _ fifth: SelectArm<E, Output, EError>, _ sixth: SelectArm<F, Output, FError>,
        _ seventh: SelectArm<G, Output, GError>
    ) -> Result<Output, Failure> {
        outcome(
            count: 7,
            room: SelectFrame.room(for: A.self) + SelectFrame.room(for: B.self)
                + SelectFrame.room(for: C.self) + SelectFrame.room(for: D.self)
                + SelectFrame.room(for: E.self) + SelectFrame.room(for: F.self)
                + SelectFrame.room(for: G.self)
        ) { frame in
            defer {
                extendLifetime(first)
                extendLifetime(second)
                extendLifetime(third)
                extendLifetime(fourth)
                extendLifetime(fifth)
                extendLifetime(sixth)
                extendLifetime(seventh)
            }
            frame.add(first.offered)
            frame.add(second.offered)
            frame.add(third.offered)
            frame.add(fourth.offered)
            frame.add(fifth.offered)
            frame.add(sixth.offered)
            frame.add(seventh.offered)
            let win = frame.run(.fair)
            let one = frame.settle(first.offered, at: 0, win)
            let two = frame.settle(second.offered, at: 1, win)
            let three = frame.settle(third.offered, at: 2, win)
            let four = frame.settle(fourth.offered, at: 3, win)
            let five = frame.settle(fifth.offered, at: 4, win)
            let six = frame.settle(sixth.offered, at: 5, win)
            let seven = frame.settle(seventh.offered, at: 6, win)
            if let one { return try first.body(one) }
            if let two { return try second.body(two) }
            if let three { return try third.body(three) }
            if let four { return try fourth.body(four) }
            if let five { return try fifth.body(five) }
            if let six { return try sixth.body(six) }
            if let seven { return try seventh.body(seven) }
            throw frame.refusal(win)
        }
    }

    @inlinable @inline(__always)
    static func run<
        A: SelectCase, B: SelectCase, C: SelectCase, D: SelectCase, E: SelectCase, F: SelectCase,
        G: SelectCase, H: SelectCase, AError, BError, CError, DError, EError, FError, GError, HError,
        Failure: Error
    >(
        _ first: SelectArm<A, Output, AError>, _ second: SelectArm<B, Output, BError>,
        _ third: SelectArm<C, Output, CError>, _ fourth: SelectArm<D, Output, DError>,
        _ fifth: SelectArm<E, Output, EError>, _ sixth: SelectArm<F, Output, FError>,
        _ seventh: SelectArm<G, Output, GError>, _ eighth: SelectArm<H, Output, HError>
    ) -> Result<Output, Failure> {
        outcome(
            count: 8,
            room: SelectFrame.room(for: A.self) + SelectFrame.room(for: B.self)
                + SelectFrame.room(for: C.self) + SelectFrame.room(for: D.self)
                + SelectFrame.room(for: E.self) + SelectFrame.room(for: F.self)
                + SelectFrame.room(for: G.self) + SelectFrame.room(for: H.self)
        ) { frame in
            defer {
                extendLifetime(first)
                extendLifetime(second)
                extendLifetime(third)
                extendLifetime(fourth)
                extendLifetime(fifth)
                extendLifetime(sixth)
                extendLifetime(seventh)
                extendLifetime(eighth)
            }
            frame.add(first.offered)
            frame.add(second.offered)
            frame.add(third.offered)
            frame.add(fourth.offered)
            frame.add(fifth.offered)
            frame.add(sixth.offered)
            frame.add(seventh.offered)
            frame.add(eighth.offered)
            let win = frame.run(.fair)
            let one = frame.settle(first.offered, at: 0, win)
            let two = frame.settle(second.offered, at: 1, win)
            let three = frame.settle(third.offered, at: 2, win)
            let four = frame.settle(fourth.offered, at: 3, win)
            let five = frame.settle(fifth.offered, at: 4, win)
            let six = frame.settle(sixth.offered, at: 5, win)
            let seven = frame.settle(seventh.offered, at: 6, win)
            let eight = frame.settle(eighth.offered, at: 7, win)
            if let one { return try first.body(one) }
            if let two { return try second.body(two) }
            if let three { return try third.body(three) }
            if let four { return try fourth.body(four) }
            if let five { return try fifth.body(five) }
            if let six { return try sixth.body(six) }
            if let seven { return try seventh.body(seven) }
            if let eight { return try eighth.body(eight) }
            throw frame.refusal(win)
        }
    }

    @inlinable @inline(__always)
    static func run<
        A: SelectCase, B: SelectCase, C: SelectCase, D: SelectCase, E: SelectCase, F: SelectCase,
        G: SelectCase, H: SelectCase, I: SelectCase, AError, BError, CError, DError, EError, FError, GError,
        HError, IError, Failure: Error
    >(
        _ first: SelectArm<A, Output, AError>, _ second: SelectArm<B, Output, BError>,
        _ third: SelectArm<C, Output, CError>, _ fourth: SelectArm<D, Output, DError>,
        _ fifth: SelectArm<E, Output, EError>, _ sixth: SelectArm<F, Output, FError>,
        _ seventh: SelectArm<G, Output, GError>, _ eighth: SelectArm<H, Output, HError>,
        _ ninth: SelectArm<I, Output, IError>
    ) -> Result<Output, Failure> {
        outcome(
            count: 9,
            room: SelectFrame.room(for: A.self) + SelectFrame.room(for: B.self)
                + SelectFrame.room(for: C.self) + SelectFrame.room(for: D.self)
                + SelectFrame.room(for: E.self) + SelectFrame.room(for: F.self)
                + SelectFrame.room(for: G.self) + SelectFrame.room(for: H.self)
                + SelectFrame.room(for: I.self)
        ) { frame in
            defer {
                extendLifetime(first)
                extendLifetime(second)
                extendLifetime(third)
                extendLifetime(fourth)
                extendLifetime(fifth)
                extendLifetime(sixth)
                extendLifetime(seventh)
                extendLifetime(eighth)
                extendLifetime(ninth)
            }
            frame.add(first.offered)
            frame.add(second.offered)
            frame.add(third.offered)
            frame.add(fourth.offered)
            frame.add(fifth.offered)
            frame.add(sixth.offered)
            frame.add(seventh.offered)
            frame.add(eighth.offered)
            frame.add(ninth.offered)
            let win = frame.run(.fair)
            let one = frame.settle(first.offered, at: 0, win)
            let two = frame.settle(second.offered, at: 1, win)
            let three = frame.settle(third.offered, at: 2, win)
            let four = frame.settle(fourth.offered, at: 3, win)
            let five = frame.settle(fifth.offered, at: 4, win)
            let six = frame.settle(sixth.offered, at: 5, win)
            let seven = frame.settle(seventh.offered, at: 6, win)
            let eight = frame.settle(eighth.offered, at: 7, win)
            let nine = frame.settle(ninth.offered, at: 8, win)
            if let one { return try first.body(one) }
            if let two { return try second.body(two) }
            if let three { return try third.body(three) }
            if let four { return try fourth.body(four) }
            if let five { return try fifth.body(five) }
            if let six { return try sixth.body(six) }
            if let seven { return try seventh.body(seven) }
            if let eight { return try eighth.body(eight) }
            if let nine { return try ninth.body(nine) }
            throw frame.refusal(win)
        }
    }
}
