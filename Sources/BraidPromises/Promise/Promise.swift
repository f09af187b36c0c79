// Promise › Promise: the typed handle. All that decides anything is in PromiseCore.

package import BraidCore

/// A value that will be there later, or the reason why it will not. JavaScript's `Promise`, with ECMAScript's semantics
/// to the tick; Python's counterpart is `asyncio.Future`, which orders its callbacks differently.
///
/// ```swift
/// try EventLoop.runUntilIdle {
///     fetch(url)
///         .then { response in response.title }
///         .catch { error in "no title: \(error)" }
///         .then { title in print(title) }
/// }
/// ```
///
/// A promise belongs to the event loop on which it was made, and is used on that loop's thread only; anything else
/// stops the program with a message. It is `Sendable` so that closures of the loop may carry it. Values come in from
/// other threads through `withRemoteResolver`.
///
/// What JavaScript decides by looking for a method `then` at run time is decided here by type: a value that is
/// `Thenable` is followed, any other is the result.
public struct Promise<Value>: Thenable, @unchecked Sendable {
    // Safety: the core checks its loop's thread at every entry.
    @usableFromInline let core: PromiseCore

    @usableFromInline
    init(_ core: PromiseCore) {
        self.core = core
    }

    /// Makes a promise and calls `executor` at once, with the two functions that decide its fate. JavaScript's
    /// `new Promise((resolve, reject) => …)`.
    ///
    /// The first call of either function counts. An error that leaves `executor` rejects the promise, unless it was
    /// resolved before.
    @inlinable
    public init(_ executor: (_ resolve: Resolve<Value>, _ reject: Reject) throws -> Void) {
        self.init(PromiseCore.make())
        let (resolve, reject) = core.resolvingFunctions(for: Value.self)
        do { try executor(resolve, reject) } catch { reject(error) }
    }

    /// The loop that it belongs to.
    package var loop: EventLoop { core.loop }

    /// Calls one of the two functions in a microtask, once the promise is settled. Unlike `then`, makes no promise.
    @inlinable
    public func subscribe(_ resolve: Resolve<Value>, _ reject: Reject) {
        core.forward(resolve, reject)
    }
}

/// Promises are equal if they are the same one. JavaScript's `===`.
extension Promise: Hashable {
    /// Whether both are the same promise, not whether they have the same value.
    public static func == (left: Promise, right: Promise) -> Bool { left.core === right.core }

    /// Hashes the promise's identity.
    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(core)) }
}

extension Promise: CustomStringConvertible {
    /// `Promise { pending }` and the like, as node's console shows a promise.
    public var description: String {
        core.checkThread()
        return "Promise { \(core.stateName) }"
    }
}
