// Transfer › IdleWatch: which transfers have stood still for too long.
//
// Four times per limit it looks at each transfer's mark, a number that changes whenever something arrives or is sent. One
// whose mark was the same at four looks in a row has stood still for the limit. All looks have the same distance, so the
// next one due is always the first of a queue, and an event costs nothing: only the mark.
//
// Rejected: libcurl's own low-speed limit. It counts whole seconds, takes an average over five of them, and so ends a
// transfer of two seconds' patience after seven.

internal import BraidCore

/// A state machine without a clock.
struct IdleWatch<Item: AnyObject> {
    private static var looks: Int { 4 }

    private struct Entry {
        /// Nothing of one that has ended, such as the body of its response, is kept until its next look.
        weak var item: Item?
        var mark: Int?
        var looks = 0
        var due: Instant
    }

    private let distance: Duration?
    private var entries = Queue<Entry>()
    private(set) var deadline = Instant.never

    /// - Parameter limit: how long is too long; nil for a watch that never finds anything.
    init(limit: Duration?) {
        distance = limit.map { max($0 / Self.looks, .milliseconds(1)) }
    }

    /// Begins to watch.
    mutating func add(_ item: Item, at now: Instant) {
        guard let distance else { return }
        append(Entry(item: item, mark: nil, due: now.advanced(by: distance)))
    }

    /// Looks at those whose look is due; returns one that has stood still, nil if there is none.
    ///
    /// - Parameter look: the item's mark; nil if it may stand still at present.
    mutating func next(
        at now: Instant, isOver: (Item) -> Bool, mark look: (Item) -> Int?
    ) -> Item? {
        guard let distance, deadline <= now else { return nil }
        while let first = entries.first, first.due <= now {
            guard var entry = entries.next(), let item = entry.item, !isOver(item) else { continue }
            let mark = look(item)
            entry.looks = mark != nil && mark == entry.mark ? entry.looks + 1 : 0
            entry.mark = mark
            if entry.looks == Self.looks {
                deadline = entries.first?.due ?? .never
                return item
            }
            entry.due = now.advanced(by: distance)
            append(entry)
        }
        deadline = entries.first?.due ?? .never
        return nil
    }

    private mutating func append(_ entry: Entry) {
        entries.append(entry)
        deadline = min(deadline, entry.due)
    }
}
