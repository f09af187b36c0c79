// Agenda › DueQueue: what may go on only later, the earliest first. A binary heap.

internal import BraidCore

struct DueQueue<Element> {
    private struct Entry {
        let due: Instant
        /// Equal instants go in the order of arrival.
        let arrival: Int
        let element: Element

        func precedes(_ other: Entry) -> Bool { (due, arrival) < (other.due, other.arrival) }
    }

    private var entries: [Entry] = []
    private var arrivals = 0

    /// When the first is due.
    var nextDue: Instant? { entries.first?.due }

    mutating func insert(_ element: Element, due: Instant) {
        entries.append(Entry(due: due, arrival: arrivals, element: element))
        arrivals += 1
        var child = entries.count - 1
        while child > 0, case let parent = (child - 1) / 2, entries[child].precedes(entries[parent]) {
            entries.swapAt(child, parent)
            child = parent
        }
    }

    /// Takes the first if it is due by then.
    mutating func takeDue(at now: Instant) -> Element? {
        guard let first = entries.first, first.due <= now else { return nil }
        entries.swapAt(0, entries.count - 1)
        entries.removeLast()
        var parent = 0
        while true {
            let children = (2 * parent + 1)..<min(2 * parent + 3, max(entries.count, 2 * parent + 1))
            let least = children.min { entries[$0].precedes(entries[$1]) }
            guard let least, entries[least].precedes(entries[parent]) else { return first.element }
            entries.swapAt(least, parent)
            parent = least
        }
    }
}
