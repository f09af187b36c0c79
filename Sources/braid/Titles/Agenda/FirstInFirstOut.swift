// Agenda › FirstInFirstOut: a queue in one array that gives its memory back as it is emptied.

struct FirstInFirstOut<Element> {
    private var elements: [Element?] = []
    private var taken = 0

    var isEmpty: Bool { taken == elements.count }

    mutating func append(_ element: Element) {
        elements.append(element)
    }

    /// Puts an element where the next is taken.
    mutating func prepend(_ element: Element) {
        guard taken > 0 else { return elements.insert(element, at: 0) }
        taken -= 1
        elements[taken] = element
    }

    mutating func next() -> Element? {
        guard taken < elements.count else { return nil }
        defer { shrink() }
        taken += 1
        return elements[taken - 1].take()
    }

    /// How many there were.
    mutating func removeAll() -> Int {
        defer { (elements, taken) = ([], 0) }
        return elements.count - taken
    }

    /// What was taken must not keep its place for ever, nor each taking move the rest.
    private mutating func shrink() {
        guard taken == elements.count || taken > 64 && taken > elements.count / 2 else { return }
        elements.removeFirst(taken)
        taken = 0
    }
}
