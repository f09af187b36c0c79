// Curl › Queue: first in, first out, in one array that is used again.
//
// Two users: the wishes of a MultiHandle, which are filled in one call and emptied before the next, so
// that noting one does not allocate; and requests that wait for their turn, whose queue may stay
// non-empty for hours, so that what was taken must neither be kept alive nor keep its place.

/// A first-in, first-out queue that keeps its memory when it runs empty.
struct Queue<Element> {
    private var elements: [Element?] = []
    private var taken = 0

    /// Whether there is nothing to take.
    var isEmpty: Bool { taken == elements.count }

    /// What would be taken next.
    var first: Element? { taken < elements.count ? elements[taken] : nil }

    /// Appends at the end.
    mutating func append(_ element: Element) {
        elements.append(element)
    }

    /// Puts another element in the place of the first. Only if there is one.
    mutating func replaceFirst(with element: Element) {
        elements[taken] = element
    }

    /// Takes the first; nil if there is none.
    mutating func next() -> Element? {
        guard taken < elements.count else { return nil }
        let element = elements[taken].take()
        taken += 1
        if taken == elements.count {
            elements.removeAll(keepingCapacity: true)
            taken = 0
        } else if taken > 64 && taken > elements.count / 2 {
            elements.removeFirst(taken)
            taken = 0
        }
        return element
    }
}
