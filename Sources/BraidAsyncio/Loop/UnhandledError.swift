// Loop › UnhandledError: errors that nobody took, so that none is lost in silence.

internal import BraidCore
internal import Glibc

/// An error that ended a future or a task, and that no code asked for. Python's context of `call_exception_handler`.
public struct UnhandledError: Error, CustomStringConvertible {
    /// Whose error it is, and why it is unhandled.
    public let message: String
    /// The error itself.
    public let error: any Error

    /// One line for a reader.
    public var description: String { "\(message): \(error)" }

    func report(on loop: EventLoop) {
        // A future may have been dropped by another thread, where the handler must not run.
        guard loop.isCurrent else { return loop.post { reportHere(on: loop) } }
        reportHere(on: loop)
    }

    private func reportHere(on loop: EventLoop) {
        if let handler = LoopState.of(loop).exceptionHandler { return handler(self) }
        let line = "braid: \(description)\n"
        // Safety: the bytes are the string's own for the time of the call.
        _ = unsafe line.utf8.withContiguousStorageIfAvailable { unsafe write(2, $0.baseAddress, $0.count) }
    }
}

/// Has `handler` called with every error of this loop that nobody asks for: that of a future or task which is dropped
/// with its error unread, or which fails while `EventLoop.run` shuts down. Python's `loop.set_exception_handler`.
///
/// Without a handler such an error is one line on standard error. On an event loop only; the handler is called on it.
public func setExceptionHandler(_ handler: sending @escaping (UnhandledError) -> Void) {
    LoopState.here.exceptionHandler = handler
}
