// Combining › Shield: waiting for a future without cancelling it.

internal import BraidCore

/// A future that ends as `inner` does, and whose cancelling leaves `inner` running. Python's `asyncio.shield`.
///
/// To be awaited in the place of `inner`: a task that is cancelled there is thrown a `CancellationError`, and `inner`
/// goes on. If `inner` has ended, this is `inner` itself.
public func shield<Value>(_ inner: Future<Value>) -> Future<Value> {
    inner.core.checkThread()
    if inner.done { return inner }
    let outer = Future<Value>()
    let callback = inner.core.addCallback {
        // From now on the error is the outer future's, which is to be asked for it.
        let error = inner.core.retrieveError()
        if outer.cancelled { return }
        if inner.cancelled {
            outer.cancel(message: inner.cancelMessage)
        } else if let error {
            _ = outer.core.end(.failed(error))
        } else if let value = try? inner.result() {
            outer.succeed(value)
        }
    }
    outer.core.addCallback { inner.core.removeCallback(callback) }
    return outer
}
