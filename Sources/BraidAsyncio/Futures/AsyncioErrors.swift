// Futures › AsyncioErrors: what this door throws of its own. A cancellation is Swift's `CancellationError`.

/// A future was asked for what its state does not allow. Python's `asyncio.InvalidStateError`.
public enum InvalidStateError: Error, Equatable, CustomStringConvertible {
    /// The result of a future that has not ended was asked for.
    case notDone
    /// A future that has ended cannot be given a result or an error.
    case alreadyDone
    /// A task has the result of its body, and takes no other. Python makes this a `RuntimeError`.
    case taskSetsItsOwnResult

    /// One line for a reader.
    public var description: String {
        switch self {
        case .notDone: "the future has no result yet"
        case .alreadyDone: "the future has ended already"
        case .taskSetsItsOwnResult: "a task has the result of its body, and takes no other"
        }
    }
}

/// Time was up before what was waited for had ended. Python's `TimeoutError`.
public struct TimeoutError: Error, Equatable, CustomStringConvertible {
    /// An error to throw, or to compare with.
    public init() {}

    /// One line for a reader.
    public var description: String { "time was up" }
}

/// `wait` was given nothing to wait for. Python's `ValueError` at that place.
public struct NothingToWaitForError: Error, Equatable, CustomStringConvertible {
    /// An error to compare with.
    public init() {}

    /// One line for a reader.
    public var description: String { "the list of futures to wait for is empty" }
}

/// A task awaited itself, which could never end. Python's `RuntimeError` at that place.
public struct TaskAwaitsItselfError: Error, Equatable, CustomStringConvertible {
    /// An error to compare with.
    public init() {}

    /// One line for a reader.
    public var description: String { "a task cannot await itself" }
}
