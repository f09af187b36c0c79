// Scheduling › LaunchSlabs: pages that are cut into memory for launches, and which of it is free.
//
// A launch is a line of the cache, and a slab a page: 63 launches, and before them the slab's own line with a bit for each.
// So whoever gets memory back finds its slab by the address, and a page of which nothing is in use goes back to the kernel
// by itself. The allocator would take 400 instructions for each launch, and would not give a page back that holds
// anything else.
//
// Memory is taken from the lowest slab that has some, so that what is in use gathers at the front. What may go back is what
// was there and not needed, as for stacks: the fewest empty slabs at any moment of the last period.
//
// Invariants:
//  - `withFree` holds the warm slabs that have free memory, and `empty` those of them of which nothing is in use.
//  - A slab is cold from when it was released until it is taken from again, and before it is used for the first time: those
//    from `begun` on. It reads as zero.

internal import CBraidShims

@safe
struct LaunchSlabs: ~Copyable {
    /// Bytes, and what a slab is aligned to.
    static let size = 4_096
    static let line = 64
    static let launchesPerSlab = size / line - 1
    /// Slabs that stay whatever happens, enough for 8,000 launches.
    static let reserve = 128
    private static let slabsPerMapping = 256
    /// The slab's own line is place zero.
    private static let everyLaunch = UInt64.max << 1

    /// What lies at the beginning of a warm slab.
    private struct Head {
        let index: Int
        /// Free places, a bit for each.
        var free: UInt64
    }

    // Safety: mapped by `map`, unmapped in deinit.
    private var mappings: [UnsafeMutableRawPointer] = unsafe []
    private var withFree = SlabSet()
    private var empty = SlabSet()
    private var released: [Int] = []
    private var begun = 0
    private var leastEmpty = 0
    /// How many empty slabs are still to go.
    private var surplus = 0

    init() {
        assert(MemoryLayout<Launch>.stride <= LaunchSlabs.line)
    }

    deinit {
        // Safety: the scheduler has ended, so nobody uses its launches.
        unsafe mappings.forEach {
            unsafe braid_memory_unmap($0, LaunchSlabs.size * LaunchSlabs.slabsPerMapping)
        }
    }

    private func start(of index: Int) -> UnsafeMutableRawPointer {
        // Safety: inside of a mapping.
        unsafe mappings[index / LaunchSlabs.slabsPerMapping]
            + index % LaunchSlabs.slabsPerMapping * LaunchSlabs.size
    }

    /// Fills the buffer with memory for launches.
    mutating func take(into buffer: UnsafeMutableBufferPointer<LaunchMemory>) {
        var count = 0
        while count < buffer.count {
            let index = withFree.first ?? warmOne()
            // Safety: a warm slab has its head.
            let head = unsafe start(of: index).assumingMemoryBound(to: Head.self)
            var free = unsafe head.pointee.free
            if free == LaunchSlabs.everyLaunch { setEmpty(index, to: false) }
            while free != 0, count < buffer.count {
                let place =
                    unsafe UnsafeMutableRawPointer(head) + free.trailingZeroBitCount * LaunchSlabs.line
                unsafe buffer.initializeElement(at: count, to: place.assumingMemoryBound(to: Launch.self))
                free &= free - 1
                count += 1
            }
            unsafe head.pointee.free = free
            if free == 0 { withFree.set(index, to: false) }
        }
    }

    /// Takes memory back with nothing in it.
    mutating func give(back memory: UnsafeBufferPointer<LaunchMemory>) {
        // Safety: the caller gives it up. What is in use keeps its slab warm.
        for place in memory.indices {
            let address = unsafe UInt(bitPattern: memory[place])
            let offset = address % UInt(LaunchSlabs.size)
            guard let head = unsafe UnsafeMutablePointer<Head>(bitPattern: address - offset) else { continue }
            let before = unsafe head.pointee.free
            let free = before | 1 << UInt64(offset / UInt(LaunchSlabs.line))
            assert(free != before, "memory of a launch was given back twice")
            unsafe head.pointee.free = free
            if before == 0 { unsafe withFree.set(head.pointee.index, to: true) }
            if free == LaunchSlabs.everyLaunch { unsafe setEmpty(head.pointee.index, to: true) }
        }
    }

    private mutating func setEmpty(_ index: Int, to isEmpty: Bool) {
        empty.set(index, to: isEmpty)
        leastEmpty = min(leastEmpty, empty.count)
        surplus = min(surplus, empty.count)
    }

    /// Makes a cold slab warm. It is empty; whoever asks is about to take from it.
    private mutating func warmOne() -> Int {
        let index = released.popLast() ?? beginOne()
        // Safety: a cold slab is nobody's.
        unsafe start(of: index).initializeMemory(
            as: Head.self, to: Head(index: index, free: LaunchSlabs.everyLaunch))
        withFree.set(index, to: true)
        empty.set(index, to: true)
        return index
    }

    private mutating func beginOne() -> Int {
        // Safety: counts them.
        if unsafe begun == mappings.count * LaunchSlabs.slabsPerMapping { map() }
        begun += 1
        return begun - 1
    }

    private mutating func map() {
        // Safety: fresh memory, which becomes these slabs'.
        guard let start = unsafe braid_memory_map(LaunchSlabs.size * LaunchSlabs.slabsPerMapping) else {
            fatalError("no memory for a goroutine")
        }
        unsafe mappings.append(start)
    }

    /// A period has ended: what it did not need beyond the reserve is to go.
    mutating func closePeriod() {
        surplus = max(0, leastEmpty - LaunchSlabs.reserve)
        leastEmpty = empty.count
    }

    /// Takes a slab of which nothing is in use out of use, to be released; nil if none is to be.
    mutating func claim() -> Claim? {
        guard surplus > 0, let index = empty.last else { return nil }
        surplus -= 1
        withFree.set(index, to: false)
        setEmpty(index, to: false)
        // Safety: nobody takes from it any more.
        return unsafe Claim(index: index, start: start(of: index))
    }

    @safe
    struct Claim {
        fileprivate let index: Int
        // Safety: a slab that is nobody's but the claim's.
        fileprivate let start: UnsafeMutableRawPointer

        /// Gives the page to the kernel. Without the lock: nobody else has it.
        func release() {
            // Where pages are larger than a slab, others live on it.
            if Stack.pageSize > LaunchSlabs.size { return }
            // Safety: see the property.
            unsafe braid_memory_release(start, LaunchSlabs.size)
        }
    }

    /// Puts a released slab among the cold ones.
    mutating func restore(_ claim: Claim) { released.append(claim.index) }

    /// Whether nothing is left to go before more is freed.
    var isTrimmed: Bool { empty.count <= LaunchSlabs.reserve }

    var warmCount: Int { begun - released.count }

    /// For tests: traps where an invariant of the file header is broken.
    func checkInvariants() {
        for index in 0..<begun where !released.contains(index) {
            // Safety: a warm slab has its head.
            let head = unsafe start(of: index).assumingMemoryBound(to: Head.self).pointee
            precondition(head.index == index && head.free & ~LaunchSlabs.everyLaunch == 0)
            precondition(withFree.contains(index) == (head.free != 0))
            precondition(empty.contains(index) == (head.free == LaunchSlabs.everyLaunch))
        }
        for index in released { precondition(!withFree.contains(index) && !empty.contains(index)) }
        precondition(leastEmpty <= empty.count && surplus <= empty.count)
        withFree.checkInvariants()
        empty.checkInvariants()
    }
}
