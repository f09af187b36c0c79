// Scheduling › LaunchPool: memory for launches that no worker has use for at the moment.
//
// Workers deal with it by the batch (see LaunchCache). It keeps what a peak needed, so that a load which comes again asks
// nobody, and gives back what a whole period did not need, as the stacks' pool does: see StackPool and LaunchSlabs.

internal import CBraidShims

final class LaunchPool: Sendable {
    private let state = Guarded(.stacks, State())

    /// Slabs that one call of `trim` gives back: some 100 µs of work.
    private static let slabsPerTrim = 256

    @safe
    private struct State: ~Copyable {
        var slabs = LaunchSlabs()
        var periodEnd = Instant(nanoseconds: 0)
    }

    /// Fills the buffer with memory for launches.
    func take(into buffer: UnsafeMutableBufferPointer<LaunchMemory>) {
        // Safety: the caller's buffer.
        state.withLock { unsafe $0.slabs.take(into: buffer) }
    }

    /// Memory for one launch, for a thread that is no worker.
    func take() -> LaunchMemory {
        // Safety: room for one, filled by the call.
        unsafe withUnsafeTemporaryAllocation(of: LaunchMemory.self, capacity: 1) { buffer in
            unsafe take(into: buffer)
            return unsafe buffer[0]
        }
    }

    /// Takes memory back with nothing in it.
    func give(back memory: UnsafeBufferPointer<LaunchMemory>) {
        // Safety: the caller gives it up.
        state.withLock { unsafe $0.slabs.give(back: memory) }
    }

    /// Gives memory back that nobody needed lately, and says when to ask again; `.never` if nothing is left to give
    /// back before more is freed. For one thread, which has time: the scheduler's monitor.
    func trim(at now: Instant) -> Instant {
        state.withLock { state in
            guard now >= state.periodEnd else { return }
            state.periodEnd = Instant(nanoseconds: now.nanoseconds + StackPool.period)
            state.slabs.closePeriod()
        }
        for _ in 0..<LaunchPool.slabsPerTrim {
            guard let slab = state.withLock({ $0.slabs.claim() }) else {
                return state.withLock { $0.slabs.isTrimmed ? .never : $0.periodEnd }
            }
            // Without the lock, which workers wait for.
            slab.release()
            state.withLock { $0.slabs.restore(slab) }
        }
        return now
    }

    /// For tests: how many slabs have memory, whether or not it is in use.
    var warmCount: Int { state.withLock { $0.slabs.warmCount } }

    /// For tests: traps where an invariant is broken.
    func checkInvariants() { state.withLock { $0.slabs.checkInvariants() } }
}
