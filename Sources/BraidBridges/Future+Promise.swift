// Bridges › Future and promise: asyncio's and JavaScript's word for the same thing, each following the other.
//
// Both live on one loop, so nothing is handed between threads. What differs is when: a future's callbacks run in a turn
// of their own, a promise's reactions as microtasks. Crossing over costs what the side that is asked costs: a promise
// that follows a future hears of it in a callback; a future that follows a promise in a microtask.

public import BraidAsyncio
internal import BraidCore
public import BraidPromises

/// A future is what JavaScript calls a thenable: `Promise.resolve(future)`, `Promise.all` and a handler that returns one
/// follow it. A cancelled future rejects with `CancellationError`.
extension Future: Thenable {
    /// Calls one of the two functions once the future has ended.
    public func subscribe(_ resolve: Resolve<Value>, _ reject: Reject) {
        addDoneCallback { future in
            do { resolve(try future.result()) } catch { reject(error) }
        }
    }

    /// A promise that settles as this future ends; `Promise.all(future.promise, …)` is asyncio's `gather`.
    public var promise: Promise<Value> { Promise(self) }

    /// A future that ends as `promise` settles, with its value or its error. Cancelling the future leaves the promise
    /// alone: a promise cannot be cancelled.
    public convenience init(_ promise: Promise<Value>) {
        self.init()
        promise.then(
            { [self] value in
                // A promise's value is shared by all who follow it, and stays on the loop as the future's does.
                let value = Handed(value: value)
                if !done { try setResult(value.value) }
            },
            onRejected: { [self] error in if !done { try setException(error) } })
    }
}

extension Promise {
    /// A promise that settles as `future` ends. JavaScript's `Promise.resolve(thenable)`.
    public init(_ future: Future<Value>) {
        self.init { resolve, _ in resolve(future) }
    }

    /// A future that ends as this promise settles; `gather([promise.future, …])` is JavaScript's `Promise.all`.
    public var future: Future<Value> { Future(self) }
}
