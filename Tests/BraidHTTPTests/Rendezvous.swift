// HTTP tests › Rendezvous: how threads of a test wait for each other, instead of sleeping.

import BraidTestSupport
import Synchronization

/// Lets nobody go on before a number of threads have come.
final class Rendezvous: Sendable {
    private let missing: Atomic<Int>
    init(_ count: Int) { missing = Atomic(count) }

    func wait() {
        missing.subtract(1, ordering: .sequentiallyConsistent)
        while missing.load(ordering: .sequentiallyConsistent) > 0 { pauseThread() }
    }
}

/// Counts how many are inside at the same time.
final class Peak: Sendable {
    private let counts = Mutex((now: 0, peak: 0))
    var peak: Int { counts.withLock { $0.peak } }

    func during<Result>(_ body: () -> Result) -> Result {
        counts.withLock { counts in
            counts.now += 1
            counts.peak = max(counts.peak, counts.now)
        }
        defer { counts.withLock { $0.now -= 1 } }
        return body()
    }
}

/// Raised once, seen by every thread.
final class Flag: Sendable {
    private let raised = Atomic(false)
    var isRaised: Bool { raised.load(ordering: .sequentiallyConsistent) }
    func raise() { raised.store(true, ordering: .sequentiallyConsistent) }
}
