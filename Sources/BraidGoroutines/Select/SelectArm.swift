// Select › SelectArm: a case with what is to be done when it is taken, for the builder form.
//
// Whoever selects puts the arms into memory of his own and ends each of them there. As one value, which the compiler
// copies and destroys as a whole, eight arms would cost more than all the rest of a select: their type is too large to
// be taken apart, so that would go through the tables of every pair in it.

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
    static func enter(_ arms: UnsafeMutablePointer<Self>, into frame: inout SelectFrame)
    /// Settles the cases from `index` on, and runs the arm that was taken, if it is one of these. The arms are gone then.
    static func finish(
        _ arms: UnsafeMutablePointer<Self>, in frame: SelectFrame, from index: Int, _ taken: SelectTaken
    ) throws -> Output?
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
@_eagerMove
public struct SelectArm<Case: SelectCase, Output, Failure: Error>: SelectArms {
    @usableFromInline let offered: Case
    @usableFromInline let body: (Case.Value) throws -> Output

    @inlinable @inline(__always)
    init(
        _ offered: __shared Case, failure: Failure.Type,
        _ body: __shared @escaping (Case.Value) throws -> Output
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
    public static func enter(_ arms: UnsafeMutablePointer<Self>, into frame: inout SelectFrame) {
        // Safety: the caller's arm, which stays there until `finish`.
        unsafe frame.add(arms.pointee.offered)
    }

    /// Settles its case, and runs its body if it was taken.
    @inlinable @inline(__always)
    public static func finish(
        _ arms: UnsafeMutablePointer<Self>, in frame: SelectFrame, from index: Int, _ taken: SelectTaken
    ) throws -> Output? {
        // Safety: the caller's arm, which he has given up.
        let arm = unsafe arms.move()
        guard let value = frame.settle(arm.offered, at: index, taken.win) else {
            guard taken.win.index == index else { return nil }
            // The case holds the channel.
            defer { extendLifetime(arm) }
            throw frame.refusal(taken.win)
        }
        return try arm.body(value)
    }
}

/// Several arms of a `select { }`, one after another.
public struct SelectArmPair<First: SelectArms, Second: SelectArms, Failure: Error>: SelectArms
where First.Output == Second.Output {
    @usableFromInline var first: First
    @usableFromInline var second: Second

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
    public static func enter(_ arms: UnsafeMutablePointer<Self>, into frame: inout SelectFrame) {
        // Safety: the caller's arms, which stay there until `finish`.
        unsafe withUnsafeMutablePointer(to: &arms.pointee.first) { unsafe First.enter($0, into: &frame) }
        unsafe withUnsafeMutablePointer(to: &arms.pointee.second) { unsafe Second.enter($0, into: &frame) }
    }

    /// Settles the cases of both. All are settled before a body runs that may throw: only one of the two runs one.
    @inlinable @inline(__always)
    public static func finish(
        _ arms: UnsafeMutablePointer<Self>, in frame: SelectFrame, from index: Int, _ taken: SelectTaken
    ) throws -> Output? {
        // Safety: the caller's arms, which he has given up; each half is ended once.
        if taken.win.index < index + First.count {
            let nothing = try unsafe finishSecond(arms, in: frame, from: index, taken)
            return try unsafe finishFirst(arms, in: frame, from: index, taken) ?? nothing
        }
        let nothing = try unsafe finishFirst(arms, in: frame, from: index, taken)
        return try unsafe finishSecond(arms, in: frame, from: index, taken) ?? nothing
    }

    @inlinable @inline(__always)
    static func finishFirst(
        _ arms: UnsafeMutablePointer<Self>, in frame: SelectFrame, from index: Int, _ taken: SelectTaken
    ) throws -> Output? {
        // Safety: the caller's arms, which he has given up.
        try unsafe withUnsafeMutablePointer(to: &arms.pointee.first) {
            try unsafe First.finish($0, in: frame, from: index, taken)
        }
    }

    @inlinable @inline(__always)
    static func finishSecond(
        _ arms: UnsafeMutablePointer<Self>, in frame: SelectFrame, from index: Int, _ taken: SelectTaken
    ) throws -> Output? {
        // Safety: the caller's arms, which he has given up.
        try unsafe withUnsafeMutablePointer(to: &arms.pointee.second) {
            try unsafe Second.finish($0, in: frame, from: index + First.count, taken)
        }
    }
}
