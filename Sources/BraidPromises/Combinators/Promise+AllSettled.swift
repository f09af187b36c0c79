// Combinators › AllSettled: how each of them ended.

extension Promise {
    /// How each element settled, in their order, once the last has; never rejected. JavaScript's `Promise.allSettled`,
    /// with Swift's `Result` for its records of status, value and reason; Python's `gather(return_exceptions=True)`.
    @inlinable
    public static func allSettled<Element>(
        _ elements: [Promise<Element>]
    ) -> Promise<[Result<Element, any Error>]> where Value == [Result<Element, any Error>] {
        allSettledFollowing(elements)
    }

    /// How each of any thenables settled.
    @inlinable
    public static func allSettled<Element: Thenable>(
        _ elements: [Element]
    ) -> Promise<[Result<Element.Value, any Error>]> where Value == [Result<Element.Value, any Error>] {
        allSettledFollowing(elements)
    }

    @inlinable
    static func allSettledFollowing<Element: Thenable>(
        _ elements: [Element]
    ) -> Promise<[Result<Element.Value, any Error>]> {
        Promise<[Result<Element.Value, any Error>]> { resolve, _ in
            let results = Results<Result<Element.Value, any Error>>(count: elements.count)
            let remaining = Remaining { resolve(results.all) }
            for place in elements.indices {
                remaining.enter()
                elements[place].asPromise.core.react { settled in
                    results.places[place] = Result { try settled.get(Element.Value.self) }
                    remaining.leave()
                }
            }
            remaining.leave()
        }
    }
}
