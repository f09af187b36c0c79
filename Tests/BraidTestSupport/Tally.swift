// Test support › Tally: what threads tell each other without a lock. Classes, because several `sending` closures may
// hold a class's object, but not a local atomic.

internal import Synchronization

package final class Tally: Sendable {
    private let count = Atomic<Int>(0)

    package init() {}

    package var value: Int { count.load(ordering: .acquiring) }

    /// Returns the new value.
    @discardableResult
    package func add(_ number: Int = 1) -> Int {
        count.wrappingAdd(number, ordering: .acquiringAndReleasing).newValue
    }
}

package final class Flag: Sendable {
    private let isUp = Atomic<Bool>(false)

    package init() {}

    package var isRaised: Bool { isUp.load(ordering: .acquiring) }

    package func raise() { isUp.store(true, ordering: .releasing) }
}
