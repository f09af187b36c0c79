// Fibers › StackSlab: one mapping, cut into stacks of one size, and which of them are free.
//
// A bit for each stack instead of a list: a million free stacks are sixteen thousand words, and a slab knows at once
// whether all of its stacks are free.
//
// A free stack is warm if its pages may be resident, cold if they were given back or never touched.
//
// Invariants, under the pool's lock:
//  - A warm stack is free.
//  - A stack that is not free has its guard, or is about to get it from whoever took it.

internal import CBraidShims

@safe
struct StackSlab: @unchecked Sendable {
    // Safety: mapped in `init`, unmapped by the pool at its end; bits outside of `everyStack` are never set.
    private let start: UnsafeMutableRawPointer
    private let index: UInt32
    private let shape: Shape
    private(set) var free: UInt64
    private(set) var warm: UInt64 = 0
    private var guarded: UInt64 = 0

    /// How the slabs of one size are cut.
    struct Shape: Sendable {
        let stackSize: Int
        let guardSize: Int
        /// From one stack to the next.
        let stride: Int
        let count: Int
        let everyStack: UInt64

        init(stackSize: Int, stackGuard: StackGuard) {
            self.stackSize = stackSize
            guardSize = stackGuard.size
            // An odd number of pages: the tops of stacks that lie a power of two apart would share few entries of the
            // processor's translation buffer, and few sets of its caches.
            stride = (stackSize + guardSize) | Stack.pageSize
            // As many as a word has bits, unless they are large: a slab of 32 MiB is enough to share a mapping.
            count = min(64, max(1, (32 << 20) / stride))
            everyStack = UInt64.max >> UInt64(64 - count)
        }

        var size: Int { stride * count }
    }

    init(_ shape: Shape, index: UInt32) {
        // Safety: asks for fresh memory, which becomes this slab's.
        guard let start = unsafe braid_memory_map(shape.size) else {
            fatalError("out of address space: cannot reserve \(shape.size) bytes for goroutine stacks")
        }
        unsafe self.start = unsafe start
        self.index = index
        self.shape = shape
        free = shape.everyStack
    }

    var isFree: Bool { free == shape.everyStack }

    /// Takes free stacks, warm ones as long as there are any, and says what each still needs. How many it has taken, which is
    /// at least one if any is free.
    @inline(__always)
    mutating func take(atMost limit: Int, _ body: (Stack, StackNeeds) -> Void) -> Int {
        let candidates = warm != 0 ? warm : free
        let needs: StackNeeds = warm != 0 ? [] : .page
        var (rest, count) = (candidates, 0)
        while rest != 0, count < limit {
            let place = rest.trailingZeroBitCount
            let isGuarded = guarded >> UInt64(place) & 1 != 0
            body(stack(at: place), isGuarded ? needs : needs.union(.guard))
            rest &= rest - 1
            count += 1
        }
        let taken = candidates & ~rest
        free &= ~taken
        warm &= ~taken
        guarded |= taken
        return count
    }

    /// Its pages are resident, as far as anybody knows.
    mutating func give(back stack: Stack) {
        let bit = UInt64(1) &<< UInt64(stack.place)
        demand(free & bit == 0, "a goroutine's stack was given back twice")
        free |= bit
        warm |= bit
    }

    /// Takes those stacks out of use whose pages are to be given back: warm ones, at most `limit`, the highest first;
    /// or all, if no stack is in use.
    mutating func claim(atMost limit: Int) -> UInt64 {
        let takesAll = isFree && warm.nonzeroBitCount <= limit
        var claimed = takesAll ? free : warm
        while !takesAll, claimed.nonzeroBitCount > limit { claimed &= claimed &- 1 }
        free &= ~claimed
        warm &= ~claimed
        return claimed
    }

    /// Gives the pages of claimed stacks to the kernel. Without the lock: nobody else has these stacks.
    ///
    /// MADV_DONTNEED, because what is given back has to be seen at once by whoever watches the process's memory, which
    /// MADV_FREE would put off until the machine is short of it. A slab that is wholly free is mapped anew instead: that
    /// also frees its page tables, an eighth of what a parked goroutine costs. Its addresses stay reserved, so that a
    /// report may look for a fiber on a stack at any time; its guards are gone.
    func release(_ claimed: UInt64) {
        if claimed == shape.everyStack {
            // Safety: the mapping is this slab's, and none of its stacks is in use.
            let result = unsafe braid_memory_map_anew(start, shape.size)
            demand(result == 0, "cannot give the memory of goroutine stacks back: error \(-result)")
            return
        }
        var rest = claimed
        while rest != 0 {
            // Neighbours go in one call.
            let first = rest.trailingZeroBitCount
            let length = (~(rest >> UInt64(first))).trailingZeroBitCount
            // Safety: the stacks from `first` on are claimed, and the guards between them stay.
            unsafe braid_memory_release(stack(at: first).base, shape.stride * length - shape.guardSize)
            rest &= ~((length == 64 ? UInt64.max : (1 << UInt64(length)) - 1) << UInt64(first))
        }
    }

    /// Puts released stacks back into use.
    mutating func restore(_ claimed: UInt64) {
        free |= claimed
        if claimed == shape.everyStack { guarded = 0 }
    }

    private func stack(at place: Int) -> Stack {
        // Safety: inside the mapping.
        unsafe Stack(
            base: start + place * shape.stride + shape.guardSize, size: shape.stackSize,
            guardSize: shape.guardSize, slab: index, place: UInt8(truncatingIfNeeded: place))
    }

    var stacks: [Stack] { (0..<shape.count).map(stack) }
    var stacksInUse: [Stack] { (0..<shape.count).filter { free >> UInt64($0) & 1 == 0 }.map(stack) }

    func unmap() {
        // Safety: called once, when nobody uses the stacks any more.
        unsafe braid_memory_unmap(start, shape.size)
    }
}
