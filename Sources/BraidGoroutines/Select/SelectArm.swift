// Select › SelectArm: a case with what is to be done when it is taken, for the builder form.

/// One or more arms of a `select { }`. Made by the builder; the requirements are for the library itself.
public protocol SelectArms<Output> {
    /// What every arm gives.
    associatedtype Output
    /// `Never` if neither a case nor what is done with it can fail.
    associatedtype Failure: Error
    /// How many cases these are.
    static var count: Int { get }
    /// How many bytes their slots may take up.
    static var room: Int { get }
    /// Puts the cases into the frame.
    func enter(_ frame: inout SelectFrame)
    /// Settles the cases from `index` on, and runs the arm that was taken, if it is one of these.
    func finish(_ frame: SelectFrame, from index: Int, _ taken: SelectTaken) throws -> Output?
}

/// Which arm was taken; made by the library.
public struct SelectTaken: Sendable {
    @usableFromInline let win: SelectWin

    @inlinable
    package init(_ win: SelectWin) {
        self.win = win
    }
}

/// One arm of a `select { }`.
public struct SelectArm<Case: SelectCase, Output, Failure: Error>: SelectArms {
    @usableFromInline let offered: Case
    @usableFromInline let body: (sending Case.Value) throws -> Output

    @inlinable @inline(__always)
    init(
        _ offered: sending Case, failure: Failure.Type,
        _ body: @escaping (sending Case.Value) throws -> Output
    ) {
        self.offered = offered
        self.body = body
    }

    /// One.
    @inlinable @inline(__always)
    public static var count: Int { 1 }

    /// How many bytes its slot may take up.
    @inlinable @inline(__always)
    public static var room: Int { SelectFrame.room(for: Case.self) }

    /// Puts its case into the frame.
    @inlinable @inline(__always)
    public func enter(_ frame: inout SelectFrame) { frame.add(offered) }

    /// Settles its case, and runs its body if it was taken.
    @inlinable @inline(__always)
    public func finish(_ frame: SelectFrame, from index: Int, _ taken: SelectTaken) throws -> Output? {
        guard let value = frame.settle(offered, at: index, taken.win) else {
            guard taken.win.index == index else { return nil }
            // The case holds the channel.
            defer { extendLifetime(offered) }
            throw frame.refusal(taken.win)
        }
        return try body(value)
    }
}

/// Several arms of a `select { }`, one after another.
public struct SelectArmPair<First: SelectArms, Second: SelectArms, Failure: Error>: SelectArms
where First.Output == Second.Output {
    @usableFromInline let first: First
    @usableFromInline let second: Second

    @inlinable @inline(__always)
    init(_ first: First, _ second: Second, failure: Failure.Type) {
        self.first = first
        self.second = second
    }

    /// What every arm gives.
    public typealias Output = First.Output

    /// Those of both.
    @inlinable @inline(__always)
    public static var count: Int { First.count + Second.count }

    /// That of both.
    @inlinable @inline(__always)
    public static var room: Int { First.room + Second.room }

    /// Puts the cases of both into the frame, in order.
    @inlinable @inline(__always)
    public func enter(_ frame: inout SelectFrame) {
        first.enter(&frame)
        second.enter(&frame)
    }

    /// Settles the cases of both. All are settled before a body runs that may throw: only one of the two runs one.
    @inlinable @inline(__always)
    public func finish(_ frame: SelectFrame, from index: Int, _ taken: SelectTaken) throws -> Output? {
        if taken.win.index < index + First.count {
            let nothing = try second.finish(frame, from: index + First.count, taken)
            return try first.finish(frame, from: index, taken) ?? nothing
        }
        let nothing = try first.finish(frame, from: index, taken)
        return try second.finish(frame, from: index + First.count, taken) ?? nothing
    }
}
