// HTTP › Wishes: a queue that is filled in one call and emptied before the next.
//
// The memory of one round serves the next, so that noting a wish does not allocate.

/// A first-in, first-out queue that keeps its memory when it runs empty.
struct Wishes<Wish> {
    private var wishes: [Wish] = []
    private var taken = 0

    mutating func append(_ wish: Wish) {
        wishes.append(wish)
    }

    mutating func next() -> Wish? {
        guard taken < wishes.count else {
            wishes.removeAll(keepingCapacity: true)
            taken = 0
            return nil
        }
        defer { taken += 1 }
        return wishes[taken]
    }
}
