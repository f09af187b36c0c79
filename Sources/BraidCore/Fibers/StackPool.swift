// Fibers › StackPool: the free stacks of a scheduler, by size.
//
// Stacks are carved from slabs, so that a mapping serves many (the kernel allows 65,530 mappings by default). Workers
// deal with the pool by the batch (see StackCache), and the system calls, for guards and for memory that goes back, are
// made without its lock.
//
// After a peak the memory of stacks that a whole period did not need goes back to the kernel (see StackSizeClass), a
// little at each call of `trim`, so that neither the lock nor the caller is kept for long. What is needed again costs a
// page fault of 2 µs, so a load that repeats itself within a period must pay nothing: hence a second rather than less.
//
// Roads rejected:
//  - Giving pages back whenever a goroutine ends: 1.8 µs, and another 1.9 µs for the next touch.
//  - Unmapping free slabs: a report may be looking at them, and address space is not scarce.
//  - Free stacks as a list linked through their own tops: its links would keep the pages resident.

internal import CBraidShims

final class StackPool: Sendable {
    private let state: Guarded<State>
    private let stackGuard: StackGuard

    /// What a stack was not needed for before its memory goes back, in nanoseconds.
    static let period: UInt64 = 1_000_000_000
    /// Slabs that one call of `trim` gives back, a millisecond's work.
    private static let slabsPerTrim = 16

    private struct State {
        var classes: [Int: StackSizeClass] = [:]
        var periodEnd = Instant(nanoseconds: 0)
        let stackGuard: StackGuard

        mutating func with<Result>(_ size: Int, _ body: (inout StackSizeClass) -> Result) -> Result {
            body(&classes[size, default: StackSizeClass(stackSize: size, stackGuard: stackGuard)])
        }
    }

    init(stackGuard: StackGuard = .best) {
        self.stackGuard = stackGuard
        state = Guarded(.stacks, State(stackGuard: stackGuard))
    }

    /// A stack of a rounded size.
    func take(size: Int) -> Stack {
        // Safety: room for one, filled by the call.
        unsafe withUnsafeTemporaryAllocation(of: Stack.self, capacity: 1) { buffer in
            unsafe take(size: size, into: buffer)
            return unsafe buffer[0]
        }
    }

    /// As many stacks of a rounded size as the buffer has room for: 64 at most.
    func take(size: Int, into buffer: UnsafeMutableBufferPointer<Stack>) {
        var preparation = StackPreparation()
        state.withLock { state in
            state.with(size) { sizeClass in
                var place = 0
                sizeClass.take(buffer.count) { stack, needs in
                    // Safety: the caller's buffer; each place is written once.
                    unsafe buffer.initializeElement(at: place, to: stack)
                    preparation.note(needs, at: place)
                    place += 1
                }
            }
        }
        // Safety: the stacks were put there above, and nobody else has them.
        unsafe preparation.make(of: buffer, stackGuard)
    }

    func give(back stack: Stack) {
        state.withLock { $0.with(stack.size) { $0.give(back: stack) } }
    }

    /// All of one size.
    func give(back stacks: UnsafeBufferPointer<Stack>) {
        // Safety: the caller's buffer, which is read here only.
        guard let size = unsafe stacks.first?.size else { return }
        state.withLock { state in
            state.with(size) { sizeClass in
                // Safety: as above.
                for place in stacks.indices { unsafe sizeClass.give(back: stacks[place]) }
            }
        }
    }

    /// Gives memory back that nobody needed lately, and says when to ask again; `.never` if nothing is left to give
    /// back before more stacks are freed. For one thread, which has time: the scheduler's monitor.
    func trim(at now: Instant) -> Instant {
        state.withLock { state in
            guard now >= state.periodEnd else { return }
            state.periodEnd = Instant(nanoseconds: now.nanoseconds + StackPool.period)
            for size in state.classes.keys { state.classes[size]?.closePeriod() }
        }
        for _ in 0..<StackPool.slabsPerTrim {
            guard releaseOneSlab() else {
                return state.withLock { state in
                    let isTrimmed = state.classes.values.allSatisfy { $0.warmCount <= $0.reserve }
                    return isTrimmed ? .never : state.periodEnd
                }
            }
        }
        return now
    }

    private func releaseOneSlab() -> Bool {
        let claim = state.withLock { state -> (size: Int, index: Int, slab: StackSlab, stacks: UInt64)? in
            for size in state.classes.keys {
                guard let (index, stacks) = state.classes[size]?.claim() else { continue }
                return state.classes[size].map { (size, index, $0.slabs[index], stacks) }
            }
            return nil
        }
        guard let claim else { return false }
        claim.slab.release(claim.stacks)
        state.withLock { $0.classes[claim.size]?.restore(slab: claim.index, stacks: claim.stacks) }
        return true
    }

    /// Every stack there is, free or in use.
    var all: [Stack] {
        state.withLock { $0.classes.values.flatMap { $0.slabs.flatMap(\.stacks) } }
    }

    /// The stacks that are not free: those of fibers, and those that workers keep.
    var inUse: [Stack] {
        state.withLock { $0.classes.values.flatMap { $0.slabs.flatMap(\.stacksInUse) } }
    }

    /// How many free stacks may still have resident pages.
    var warmCount: Int { state.withLock { $0.classes.values.reduce(0) { $0 + $1.warmCount } } }

    /// For tests: traps where an invariant is broken.
    func checkInvariants() {
        state.withLock { state in
            for each in state.classes.values { each.checkInvariants() }
        }
    }

    deinit {
        // The scheduler that owns the pool has ended, so no fiber runs on these stacks.
        state.withLock { state in
            for slab in state.classes.values.flatMap(\.slabs) { slab.unmap() }
        }
    }
}
