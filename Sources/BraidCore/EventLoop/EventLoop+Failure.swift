// EventLoop › Failure: what ends a loop before its time.

extension EventLoop {
    /// The error that nobody caught; nil while all is well. On the loop's thread.
    package var failure: (any Error)? {
        // Safety: the loop's thread.
        unsafe queues.pointee.failure
    }

    /// Ends the loop with an error that nobody caught: what is queued does not run any more, and whoever runs the loop
    /// is given the error. The first one counts. On the loop's thread.
    package func fail(with error: any Error) {
        preconditionCurrent()
        // Safety: the loop's thread.
        if failure == nil { unsafe queues.pointee.failure = error }
    }
}
