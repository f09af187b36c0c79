// Sync › Barrier: a number of goroutines that wait for each other, again and again.

internal import BraidCore

extension Sync {
    /// Lets a number of goroutines or threads go on when all of them have arrived. Python's `threading.Barrier`; Go has
    /// none.
    public final class Barrier: Sendable {
        private struct State: ~Copyable {
            var arrived = 0
            var waiters = WaitQueue()
        }

        private let state = Guarded(.door, State())
        private let parties: Int

        /// Makes a barrier for `parties` of them; fewer than one stop the program.
        public init(_ parties: Int) {
            demand(parties > 0, "a barrier needs somebody to wait for: \(parties)")
            self.parties = parties
        }

        /// Waits until all have arrived. The next round begins at once.
        ///
        /// - Returns: true for the last to arrive, which did not wait; false for the others.
        @discardableResult
        public func wait() -> Bool {
            Waiter.withCurrent { waiter in
                var node = WaitNode(waiter)
                // Safety: the node is in this frame; the last to arrive takes it out before the wait is over.
                return unsafe withUnsafeMutablePointer(to: &node) { node in
                    let released: [Waiter]? = state.withLock { state in
                        state.arrived += 1
                        guard state.arrived == parties else {
                            unsafe state.waiters.append(node)
                            return nil
                        }
                        state.arrived = 0
                        return state.waiters.takeAll(claiming: .done)
                    }
                    guard let released else {
                        _ = waiter.park(.barrier)
                        return false
                    }
                    for other in released { other.ready() }
                    return true
                }
            }
        }
    }
}
