// Combinators › AllTogether: promises of different types, as a tuple.
//
// Two and three have functions of their own, because a tuple of a parameter pack is a worse citizen: the compiler's
// diagnostics for a closure that takes one apart are poor.

extension PromiseCore {
    /// Counts a value that is not there yet. A rejection goes to `reject`.
    @usableFromInline
    func join(_ remaining: Remaining, _ reject: Reject) {
        remaining.enter()
        react { settled in
            if case .failure(let error) = settled.outcome { reject(error) } else { remaining.leave() }
        }
    }

    /// The value of a promise that is known to be fulfilled.
    @inlinable
    func fulfilled<Value>(_ type: Value.Type) -> Value {
        guard case .success(let box) = outcome else { preconditionFailure("the promise is not fulfilled") }
        return FulfilmentBox<Value>.open(box)
    }
}

extension Promise {
    /// Both values, once both are there; rejected as soon as one promise is. JavaScript's `Promise.all`.
    public static func all<First, Second>(
        _ first: Promise<First>, _ second: Promise<Second>
    ) -> Promise<(First, Second)> where Value == (First, Second) {
        Promise { resolve, reject in
            let remaining = Remaining {
                resolve((first.core.fulfilled(First.self), second.core.fulfilled(Second.self)))
            }
            first.core.join(remaining, reject)
            second.core.join(remaining, reject)
            remaining.leave()
        }
    }

    /// All three values, once all are there; rejected as soon as one promise is. JavaScript's `Promise.all`.
    public static func all<First, Second, Third>(
        _ first: Promise<First>, _ second: Promise<Second>, _ third: Promise<Third>
    ) -> Promise<(First, Second, Third)> where Value == (First, Second, Third) {
        Promise { resolve, reject in
            let remaining = Remaining {
                resolve(
                    (
                        first.core.fulfilled(First.self), second.core.fulfilled(Second.self),
                        third.core.fulfilled(Third.self)
                    ))
            }
            first.core.join(remaining, reject)
            second.core.join(remaining, reject)
            third.core.join(remaining, reject)
            remaining.leave()
        }
    }

    /// All values as a tuple, once all are there; rejected as soon as one promise is. JavaScript's `Promise.all`.
    public static func all<each Element>(
        _ promises: repeat Promise<each Element>
    ) -> Promise<(repeat each Element)> where Value == (repeat each Element) {
        // An escaping closure that captures a pack of values is miscompiled (Swift 6.3.1): the cores go into an array.
        var cores: [PromiseCore] = []
        for promise in repeat each promises { cores.append(promise.core) }
        return Promise { [cores] resolve, reject in
            let remaining = Remaining {
                var next = cores.makeIterator()
                resolve((repeat take((each Element).self, from: &next)))
            }
            for core in cores { core.join(remaining, reject) }
            remaining.leave()
        }
    }

    private static func take<Element>(
        _ type: Element.Type, from cores: inout IndexingIterator<[PromiseCore]>
    ) -> Element {
        guard let core = cores.next() else { preconditionFailure("a promise of a pack is missing") }
        return core.fulfilled(type)
    }
}
