// Sync › Pool: values that are kept to be used again.
//
// Roads rejected: a cache per worker, as Go has; the scheduler's workers are no business of a door, and a goroutine's
// worker changes at every wait. What is kept is bounded instead of collected: Swift has nobody who would empty the pool.

internal import BraidCore

extension Sync {
    /// Keeps values that are costly to make, for whoever needs one next. Go's `sync.Pool`.
    public final class Pool<Value>: @unchecked Sendable {
        // Safety: values that are in the pool are the pool's alone, behind its lock.
        private let values = Guarded<[Handed<Value>]>(.door, [])
        private let capacity: Int
        private let make: @Sendable () -> sending Value

        /// Makes an empty pool.
        ///
        /// - Parameters:
        ///   - capacity: how many values it keeps at most; others that are given back are let go.
        ///   - make: makes a value when none is there. Go's `New`.
        public init(capacity: Int = 64, _ make: @escaping @Sendable () -> sending Value) {
            demand(capacity >= 0, "a pool's capacity cannot be negative: \(capacity)")
            self.capacity = capacity
            self.make = make
        }

        /// Takes a value out: the one that was given back last, or a new one. Go's `Get`.
        public func get() -> sending Value {
            if let kept = values.withLock({ $0.popLast() }) { return kept.value }
            return make()
        }

        /// Gives a value back, which the caller must not use any more. Go's `Put`.
        public func put(_ value: sending Value) {
            let value = Handed(value: value)
            let isKept = values.withLock { values in
                guard values.count < capacity else { return false }
                values.append(value)
                return true
            }
            // A value that is not kept is released here, without the lock.
            if !isKept { withExtendedLifetime(value) {} }
        }
    }
}
