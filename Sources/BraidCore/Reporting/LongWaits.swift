// Reporting › LongWaits: goroutines that have waited for longer than somebody finds plausible.
//
// For programs in which a deadlock is never certain, because threads that Braid does not know are about. Nothing is ended:
// each wait is reported once.

internal import CBraidShims
internal import Synchronization

/// Which waits are to be reported. State only: no clock, no thread.
struct LongWaitDetector {
    let limit: Duration
    private var reported: Set<UInt64> = []

    init(limit: Duration) {
        self.limit = limit
    }

    /// Of all goroutines, those that have become too old with this look.
    mutating func observe(_ residents: [Resident]) -> [Resident] {
        let old = residents.filter { ($0.waited ?? .zero) >= limit }
        defer { reported = Set(old.map(\.id)) }
        return old.filter { !reported.contains($0.id) }
    }
}

package final class LongWaits: Sendable {
    package typealias Handler = @Sendable ([Resident]) -> Void

    private let isOver = Atomic<UInt32>(0)

    /// Who watches now.
    private static let current = Guarded<LongWaits?>(.door, nil)

    /// From now on, `handler` is told on a thread of its own of goroutines of `scheduler` that wait for longer than `limit`;
    /// nobody, if it is nil.
    package static func watch(_ scheduler: Scheduler, limit: Duration, _ handler: Handler?) {
        let next = handler.map { _ in LongWaits() }
        let last = current.withLock { current in
            defer { current = next }
            return current
        }
        last?.end()
        guard let next, let handler else { return }
        _ = PlainThread(name: "braid-waits") { next.run(scheduler, limit: limit, handler) }
    }

    private func run(_ scheduler: Scheduler, limit: Duration, _ handler: Handler) {
        var detector = LongWaitDetector(limit: limit)
        let pause = max(.milliseconds(5), limit / 4)
        while isOver.load(ordering: .acquiring) == 0 {
            let found = detector.observe(scheduler.census())
            if !found.isEmpty { handler(found) }
            let deadline = Instant(nanoseconds: braid_monotonic_now()).advanced(by: pause).nanoseconds
            // Safety: the word lives as long as this object, which its thread keeps.
            unsafe withUnsafePointer(to: isOver) {
                _ = unsafe braid_futex_wait_as($0, 0, deadline, BRAID_WAIT_SERVICE)
            }
        }
    }

    private func end() {
        isOver.store(1, ordering: .releasing)
        // Safety: as above.
        unsafe withUnsafePointer(to: isOver) { unsafe braid_futex_wake($0, 1) }
    }
}
