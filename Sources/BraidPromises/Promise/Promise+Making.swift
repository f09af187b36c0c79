// Promise › Making: promises that do not come from an executor.

extension Promise {
    /// A promise that has a value. JavaScript's `Promise.resolve(value)`; Python's `Future.set_result`.
    @inlinable @_disfavoredOverload
    public static func resolve(_ value: Value) -> Promise<Value> {
        let core = PromiseCore.make()
        core.fulfil(FulfilmentBox(value))
        return Promise(core)
    }

    /// A promise that is there already. JavaScript's `Promise.resolve()`.
    @inlinable
    public static func resolve() -> Promise<Void> where Value == Void {
        resolve(())
    }

    /// The promise itself.
    @inlinable
    public static func resolve(_ promise: Promise<Value>) -> Promise<Value> {
        promise
    }

    /// A promise that follows a thenable; if it is a promise, that itself. JavaScript's `Promise.resolve(thenable)`.
    @inlinable
    public static func resolve<Other: Thenable<Value>>(_ thenable: Other) -> Promise<Value> {
        thenable.asPromise
    }

    /// A promise that has failed. JavaScript's `Promise.reject(reason)`; Python's `Future.set_exception`.
    @inlinable
    public static func reject(_ error: any Error) -> Promise<Value> {
        let core = PromiseCore.make()
        core.reject(error)
        return Promise(core)
    }

    /// Calls `body` at once: a promise of what it returns, or of the error it throws. JavaScript's `Promise.try`.
    @inlinable @_disfavoredOverload
    public static func `try`(_ body: () throws -> Value) -> Promise<Value> {
        let core = PromiseCore.make()
        core.fulfil(body)
        return Promise(core)
    }

    /// Calls `body` at once and follows what it returns.
    @inlinable
    public static func `try`<Next: Thenable<Value>>(_ body: () throws -> Next) -> Promise<Value> {
        Promise { resolve, _ in resolve(try body()) }
    }

    /// A promise, with the functions that decide its fate in the caller's hand. JavaScript's `Promise.withResolvers`.
    @inlinable
    public static func withResolvers() -> (promise: Promise<Value>, resolve: Resolve<Value>, reject: Reject) {
        let core = PromiseCore.make()
        let (resolve, reject) = core.resolvingFunctions(for: Value.self)
        return (Promise(core), resolve, reject)
    }
}
