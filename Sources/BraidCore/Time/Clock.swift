// Time › Clock: what time it is, for everything that waits.
//
// One of the seams that make a run repeatable: ordinary schedulers read the kernel's monotonic clock, seeded ones a
// virtual clock that stands still while anything can run and jumps to the next deadline when nothing can.

internal import CBraidShims
internal import Synchronization

/// The clock of one scheduler. Read by anyone; a virtual clock is advanced by its scheduler.
package final class Clock: Sendable {
    private let isVirtual: Bool
    private let virtualNow = Atomic<UInt64>(0)

    init(isVirtual: Bool) {
        self.isVirtual = isVirtual
    }

    package var now: Instant {
        Instant(nanoseconds: isVirtual ? virtualNow.load(ordering: .relaxed) : braid_monotonic_now())
    }

    /// Jumps to a deadline, when nothing can run before it.
    func advance(to instant: Instant) {
        demand(isVirtual, "only a virtual clock can be advanced")
        virtualNow.store(max(now, instant).nanoseconds, ordering: .relaxed)
    }
}
