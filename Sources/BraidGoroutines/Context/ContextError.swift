// Context › ContextError: why work is not to go on.

/// The end of a context, or of a wait with a deadline.
public enum ContextError: Error, Equatable, Sendable, CustomStringConvertible {
    /// It was cancelled. Go's `context.Canceled`.
    case cancelled
    /// Its deadline has passed. Go's `context.DeadlineExceeded`.
    case deadlineExceeded

    /// Whether time was the reason. Go's `Timeout()` of a `net.Error`.
    public var isTimeout: Bool { self == .deadlineExceeded }

    /// One line for a reader.
    public var description: String {
        switch self {
        case .cancelled: "the context was cancelled"
        case .deadlineExceeded: "the deadline was exceeded"
        }
    }
}
