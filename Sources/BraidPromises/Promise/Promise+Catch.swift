// Promise › Catch: what happens when it fails, and what happens in either case.

extension Promise {
    /// Calls `onRejected` with the reason if the promise is rejected. JavaScript's `catch`.
    ///
    /// - Returns: a promise with this one's value, or with what `onRejected` returns instead.
    @inlinable @discardableResult @_disfavoredOverload
    public func `catch`(_ onRejected: sending @escaping (any Error) throws -> Value) -> Promise<Value> {
        Promise(
            core.derive { settled, derived in
                switch settled.outcome {
                case .failure(let error): derived.fulfil { try onRejected(error) }
                case .success(let box): derived.fulfil(box)
                case nil: break
                }
            })
    }

    /// As `catch`, and follows what `onRejected` returns.
    @inlinable @discardableResult
    public func `catch`<Next: Thenable<Value>>(
        _ onRejected: sending @escaping (any Error) throws -> Next
    ) -> Promise<Value> {
        Promise(
            core.derive { settled, derived in
                switch settled.outcome {
                case .failure(let error): derived.resolve { try onRejected(error) }
                case .success(let box): derived.fulfil(box)
                case nil: break
                }
            })
    }

    /// Calls `onFinally` when the promise is settled, either way. JavaScript's `finally`.
    ///
    /// The value or the reason passes through, four ticks later; an error that `onFinally` throws takes its place.
    @inlinable @discardableResult @_disfavoredOverload
    public func finally(_ onFinally: sending @escaping () throws -> Void) -> Promise<Value> {
        finally { () throws -> Promise<Void> in .resolve(try onFinally()) }
    }

    /// As `finally`, and waits for what `onFinally` returns; its value is not looked at, a rejection takes the place of
    /// this promise's outcome.
    @inlinable @discardableResult
    public func finally<Next: Thenable>(
        _ onFinally: sending @escaping () throws -> Next
    ) -> Promise<Value> {
        // The standard's thenFinally and catchFinally, whose promise of a promise is where the four ticks come from.
        Promise(
            core.derive { settled, derived in
                derived.resolve {
                    try onFinally().asPromise.then { _ in try settled.get(Value.self) }
                }
            })
    }
}
