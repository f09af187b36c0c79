// Promise › Thenable: whatever a promise can follow.

/// Something that will have a value, or fail: what JavaScript calls a thenable, an object with a method `then`. A promise
/// that is resolved with a thenable takes over its fate.
///
/// The requirement is not called `then`, which would join the overloads of `Promise.then`.
public protocol Thenable<Value> {
    /// What it will have.
    associatedtype Value

    /// Arranges that one of the two functions is called, now or later, on the loop's thread. The first call counts.
    ///
    /// Called once per promise that follows, in a microtask of its own, never from within `resolve`. An error that is
    /// thrown rejects the promise, unless one of the functions was called before.
    func subscribe(_ resolve: Resolve<Value>, _ reject: Reject) throws
}

extension Thenable {
    /// The promise that follows this thenable; a promise itself is returned as it is. JavaScript's
    /// `Promise.resolve(thenable)`.
    @inlinable
    var asPromise: Promise<Value> {
        if let promise = self as? Promise<Value> { return promise }
        return Promise { resolve, _ in resolve(self) }
    }
}
