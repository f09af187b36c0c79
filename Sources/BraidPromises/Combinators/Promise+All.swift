// Combinators › All: every value, or the first failure.
//
// The standard's loop is kept: each element is resolved and subscribed to before the next is looked at, and the count of
// what remains starts at one for the loop itself, so that nothing can finish before the last element was seen.

/// What the elements of one call have in common: how many are still to come.
@usableFromInline
final class Remaining {
    @usableFromInline var count = 1
    @usableFromInline let whenNone: () -> Void

    @usableFromInline
    init(_ whenNone: @escaping () -> Void) {
        self.whenNone = whenNone
    }

    @inlinable
    func enter() { count += 1 }

    /// One less; at none the result is there.
    @inlinable
    func leave() {
        count -= 1
        if count == 0 { whenNone() }
    }
}

/// Places for results, filled in any order.
@usableFromInline
final class Results<Element> {
    @usableFromInline var places: [Element?]

    @inlinable
    init(count: Int) {
        places = Array(repeating: nil, count: count)
    }

    /// All of them, once every place is filled.
    @inlinable
    var all: [Element] {
        places.map { element in
            guard let element else { preconditionFailure("a result is missing") }
            return element
        }
    }
}

extension Promise {
    /// All values, in the order of the elements, once the last is there; rejected as soon as one element is. JavaScript's
    /// `Promise.all`; Python's `asyncio.gather`. Of no elements: an empty array.
    @inlinable
    public static func all<Element>(_ elements: [Promise<Element>]) -> Promise<[Element]>
    where Value == [Element] {
        allFollowing(elements)
    }

    /// All values of any thenables.
    @inlinable
    public static func all<Element: Thenable>(_ elements: [Element]) -> Promise<[Element.Value]>
    where Value == [Element.Value] {
        allFollowing(elements)
    }

    @inlinable
    static func allFollowing<Element: Thenable>(
        _ elements: [Element]
    ) -> Promise<[Element.Value]> {
        Promise<[Element.Value]> { resolve, reject in
            let results = Results<Element.Value>(count: elements.count)
            let remaining = Remaining { resolve(results.all) }
            for place in elements.indices {
                remaining.enter()
                elements[place].asPromise.core.react { settled in
                    switch settled.outcome {
                    case .success(let box):
                        results.places[place] = FulfilmentBox<Element.Value>.open(box)
                        remaining.leave()
                    case .failure(let error): reject(error)
                    case nil: break
                    }
                }
            }
            remaining.leave()
        }
    }
}
