// Promise › Then: what happens next.
//
// A handler that returns a thenable is another overload, which the compiler prefers wherever it fits: the others are
// marked as disfavoured, or a body of several statements would be taken for one that returns a mere value. The second handler has a label and no
// default, so that a trailing closure can never be taken for the wrong one.

extension Promise {
    /// Calls `onFulfilled` with the value, in a microtask, once it is there; never at once. JavaScript's `then`.
    ///
    /// - Returns: the promise of what `onFulfilled` returns. If this promise is rejected, or `onFulfilled` throws, that
    ///   one is rejected for the same reason.
    @inlinable @discardableResult @_disfavoredOverload
    public func then<Result>(
        _ onFulfilled: sending @escaping (Value) throws -> Result
    ) -> Promise<Result> {
        Promise<Result>(
            core.derive { settled, derived in
                derived.fulfil { try onFulfilled(settled.get(Value.self)) }
            })
    }

    /// As `then` with a handler that returns a value, but what the handler returns is followed: the promise that is
    /// returned settles as that one does, three ticks later if that one is a promise already settled.
    ///
    /// A closure of several statements needs its result type spelt out if the chain goes on after it:
    /// `{ response -> Promise<Page> in … }`.
    @inlinable @discardableResult
    public func then<Next: Thenable>(
        _ onFulfilled: sending @escaping (Value) throws -> Next
    ) -> Promise<Next.Value> {
        Promise<Next.Value>(
            core.derive { settled, derived in
                derived.resolve { try onFulfilled(settled.get(Value.self)) }
            })
    }

    /// Calls one of two handlers: JavaScript's `then(onFulfilled, onRejected)`. An error that `onFulfilled` throws does
    /// not reach `onRejected`, but the promise that is returned.
    @inlinable @discardableResult @_disfavoredOverload
    public func then<Result>(
        _ onFulfilled: sending @escaping (Value) throws -> Result,
        onRejected: sending @escaping (any Error) throws -> Result
    ) -> Promise<Result> {
        Promise<Result>(
            core.derive { settled, derived in
                derived.fulfil { try settled.fold(onFulfilled, onRejected) }
            })
    }

    /// Calls one of two handlers and follows what it returns.
    @inlinable @discardableResult
    public func then<Next: Thenable>(
        _ onFulfilled: sending @escaping (Value) throws -> Next,
        onRejected: sending @escaping (any Error) throws -> Next
    ) -> Promise<Next.Value> {
        Promise<Next.Value>(
            core.derive { settled, derived in
                derived.resolve { try settled.fold(onFulfilled, onRejected) }
            })
    }

    /// Passes the value or the reason on, one tick later. JavaScript's `then()`, without handlers.
    @inlinable @discardableResult
    public func then() -> Promise<Value> {
        Promise(core.derive { settled, derived in derived.fulfil { try settled.get(Value.self) } })
    }
}

extension PromiseCore {
    /// The value of a settled promise.
    @inlinable
    func get<Value>(_ type: Value.Type) throws -> Value {
        switch outcome {
        case .success(let box): FulfilmentBox<Value>.open(box)
        case .failure(let error): throw error
        case nil: preconditionFailure("a pending promise has no outcome")
        }
    }

    /// What the handler for the outcome of a settled promise returns.
    @inlinable
    func fold<Value, Result>(
        _ onFulfilled: (Value) throws -> Result, _ onRejected: (any Error) throws -> Result
    ) throws -> Result {
        switch outcome {
        case .success(let box): try onFulfilled(FulfilmentBox<Value>.open(box))
        case .failure(let error): try onRejected(error)
        case nil: preconditionFailure("a pending promise has no outcome")
        }
    }

    /// Settles a derived promise with what a handler returns or throws.
    @inlinable
    func fulfil<Value>(_ handler: () throws -> Value) {
        do { fulfil(FulfilmentBox(try handler())) } catch { reject(error) }
    }

    /// Resolves a derived promise with the thenable that a handler returns, or rejects it with what that throws.
    @inlinable
    func resolve<Next: Thenable>(_ handler: () throws -> Next) {
        do { follow(try handler()) } catch { reject(error) }
    }
}
