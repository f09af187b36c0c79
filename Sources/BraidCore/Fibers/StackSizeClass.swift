// Fibers › StackSizeClass: the slabs of one stack size, and how many stacks were needed lately.
//
// Stacks are taken from the lowest slab that has a warm one, so that those in use gather at the front, and whole slabs
// at the back fall free.
//
// What may be given back is what was there and not needed: the fewest warm stacks that were free at any moment of the
// last period. A load that goes up and down between the same two levels within a period keeps all that it uses.
//
// Invariants:
//  - `withFree` and `withWarm` hold the slabs that have a free, a warm stack.
//  - `warmCount` is the number of warm stacks, and `leastWarm` at most that.

struct StackSizeClass {
    /// Stacks that stay warm whatever happens: two refills of a worker's cache, as long as they cannot hold more memory than
    /// that many of the usual size. Who has used all of a large stack is not to keep that from everybody else.
    let reserve: Int

    static let mostReserved = 2 * StackCache.batch
    private static let mostReservedBytes = mostReserved * (256 << 10)

    private let shape: StackSlab.Shape
    private(set) var slabs: [StackSlab] = []
    private var withFree = SlabSet()
    private var withWarm = SlabSet()
    private(set) var warmCount = 0
    private var leastWarm = 0
    /// How many warm stacks are still to be given back, of those that the last period did not need.
    private var surplus = 0

    init(stackSize: Int, stackGuard: StackGuard) {
        shape = StackSlab.Shape(stackSize: stackSize, stackGuard: stackGuard)
        reserve = min(StackSizeClass.mostReserved, StackSizeClass.mostReservedBytes / stackSize)
    }

    /// Takes so many, and says what each still needs.
    @inline(__always)
    mutating func take(_ wanted: Int, _ body: (Stack, StackNeeds) -> Void) {
        var count = 0
        while count < wanted {
            let index = withWarm.first ?? withFree.first ?? addSlab()
            let before = SlabView(of: slabs[index])
            count += slabs[index].take(atMost: wanted - count, body)
            note(index, before: before)
        }
    }

    mutating func give(back stack: Stack) {
        let index = Int(stack.slab)
        let before = SlabView(of: slabs[index])
        slabs[index].give(back: stack)
        note(index, before: before)
    }

    /// What the sets and counts have of a slab.
    private struct SlabView {
        let warmCount: Int
        let hasFree: Bool

        init(of slab: borrowing StackSlab) {
            warmCount = slab.warm.nonzeroBitCount
            hasFree = slab.free != 0
        }
    }

    /// A period has ended: what it did not need beyond the reserve is to go.
    mutating func closePeriod() {
        surplus = max(0, leastWarm - reserve)
        leastWarm = warmCount
    }

    /// Takes stacks of one slab out of use, to be released; nil if there are none to release.
    mutating func claim() -> (slab: Int, stacks: UInt64)? {
        guard surplus > 0, let index = withWarm.last else { return nil }
        let (before, warmBefore) = (SlabView(of: slabs[index]), slabs[index].warm)
        let claimed = slabs[index].claim(atMost: surplus)
        surplus -= (warmBefore & claimed).nonzeroBitCount
        note(index, before: before)
        return (index, claimed)
    }

    mutating func restore(slab index: Int, stacks: UInt64) {
        let before = SlabView(of: slabs[index])
        slabs[index].restore(stacks)
        note(index, before: before)
    }

    /// Brings the sets and the counts up to what a slab has become.
    @inline(__always)
    private mutating func note(_ index: Int, before: SlabView) {
        let now = SlabView(of: slabs[index])
        if now.hasFree != before.hasFree { withFree.set(index, to: now.hasFree) }
        if (now.warmCount == 0) != (before.warmCount == 0) { withWarm.set(index, to: now.warmCount != 0) }
        warmCount += now.warmCount - before.warmCount
        leastWarm = min(leastWarm, warmCount)
        surplus = min(surplus, warmCount)
    }

    private mutating func addSlab() -> Int {
        demand(slabs.count < Int(UInt32.max), "more goroutine stacks than can be counted")
        slabs.append(StackSlab(shape, index: UInt32(slabs.count)))
        withFree.set(slabs.count - 1, to: true)
        return slabs.count - 1
    }

    /// For tests: traps where an invariant of the file header is broken.
    func checkInvariants() {
        for (index, slab) in slabs.enumerated() {
            precondition(slab.warm & ~slab.free == 0)
            precondition(withFree.contains(index) == (slab.free != 0))
            precondition(withWarm.contains(index) == (slab.warm != 0))
        }
        precondition(slabs.reduce(0) { $0 + $1.warm.nonzeroBitCount } == warmCount)
        precondition(leastWarm <= warmCount && surplus <= warmCount)
        withFree.checkInvariants()
        withWarm.checkInvariants()
    }
}
