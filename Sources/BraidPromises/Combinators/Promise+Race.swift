// Combinators › Race: the first to settle, and the first to succeed.

extension Promise {
    /// Settles as the first element that settles does. JavaScript's `Promise.race`. Of no elements: never.
    @inlinable
    public static func race(_ elements: [Promise<Value>]) -> Promise<Value> {
        raceFollowing(elements)
    }

    /// Settles as the first of any thenables does.
    @inlinable
    public static func race<Element: Thenable<Value>>(_ elements: [Element]) -> Promise<Value> {
        raceFollowing(elements)
    }

    @inlinable
    static func raceFollowing<Element: Thenable<Value>>(_ elements: [Element]) -> Promise<Value> {
        Promise { resolve, reject in
            for element in elements { element.asPromise.core.forward(resolve, reject) }
        }
    }

    /// The value of the first element that is fulfilled; rejected with an `AggregateError` if none is. JavaScript's
    /// `Promise.any`. Of no elements: rejected.
    @inlinable
    public static func any(_ elements: [Promise<Value>]) -> Promise<Value> {
        anyFollowing(elements)
    }

    /// The value of the first of any thenables that is fulfilled.
    @inlinable
    public static func any<Element: Thenable<Value>>(_ elements: [Element]) -> Promise<Value> {
        anyFollowing(elements)
    }

    @inlinable
    static func anyFollowing<Element: Thenable<Value>>(_ elements: [Element]) -> Promise<Value> {
        Promise { resolve, reject in
            let errors = Results<any Error>(count: elements.count)
            let remaining = Remaining { reject(AggregateError(errors: errors.all)) }
            for place in elements.indices {
                remaining.enter()
                elements[place].asPromise.core.react { settled in
                    switch settled.outcome {
                    case .success(let box): resolve(FulfilmentBox<Value>.open(box))
                    case .failure(let error):
                        errors.places[place] = error
                        remaining.leave()
                    case nil: break
                    }
                }
            }
            remaining.leave()
        }
    }
}

/// Every promise given to `Promise.any` was rejected. JavaScript's `AggregateError`; Python's `ExceptionGroup`.
public struct AggregateError: Error, CustomStringConvertible {
    /// The reasons, in the order of the elements.
    public let errors: [any Error]

    @usableFromInline
    init(errors: [any Error]) {
        self.errors = errors
    }

    /// One line for a reader.
    public var description: String {
        "all promises were rejected: \(errors.map { "\($0)" }.joined(separator: "; "))"
    }
}
