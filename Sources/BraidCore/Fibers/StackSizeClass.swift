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

    mutating func take() -> (stack: Stack, needs: StackNeeds) {
        let index = withWarm.first ?? withFree.first ?? addSlab()
        let warmBefore = slabs[index].warm
        defer { note(index, warmBefore: warmBefore) }
        return slabs[index].take()
    }

    mutating func give(back stack: Stack) {
        let index = Int(stack.slab)
        let warmBefore = slabs[index].warm
        slabs[index].give(back: stack)
        note(index, warmBefore: warmBefore)
    }

    /// A period has ended: what it did not need beyond the reserve is to go.
    mutating func closePeriod() {
        surplus = max(0, leastWarm - reserve)
        leastWarm = warmCount
    }

    /// Takes stacks of one slab out of use, to be released; nil if there are none to release.
    mutating func claim() -> (slab: Int, stacks: UInt64)? {
        guard surplus > 0, let index = withWarm.last else { return nil }
        let warmBefore = slabs[index].warm
        let claimed = slabs[index].claim(atMost: surplus)
        surplus -= (warmBefore & claimed).nonzeroBitCount
        note(index, warmBefore: warmBefore)
        return (index, claimed)
    }

    mutating func restore(slab index: Int, stacks: UInt64) {
        slabs[index].restore(stacks)
        note(index, warmBefore: slabs[index].warm)
    }

    /// Brings the sets and the counts up to what a slab has become.
    private mutating func note(_ index: Int, warmBefore: UInt64) {
        let slab = slabs[index]
        withFree.set(index, to: slab.free != 0)
        withWarm.set(index, to: slab.warm != 0)
        warmCount += slab.warm.nonzeroBitCount - warmBefore.nonzeroBitCount
        leastWarm = min(leastWarm, warmCount)
        surplus = min(surplus, warmCount)
    }

    private mutating func addSlab() -> Int {
        demand(slabs.count < Int(UInt32.max), "more goroutine stacks than can be counted")
        slabs.append(StackSlab(shape, index: UInt32(slabs.count)))
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
