// Sync › Barrier: a number of goroutines that wait for each other, again and again.
//
// Who gives up is not counted any more, and the others go on waiting for somebody in his place. Python's barrier breaks
// instead, and fails everybody. One whose patience is over at the moment at which the last arrives has been counted, so
// he goes on as the others do: the number of the round tells.

package import BraidCore

extension Sync {
    /// Lets a number of goroutines or threads go on when all of them have arrived. Python's `threading.Barrier`; Go has
    /// none.
    public final class Barrier: Sendable {
        private struct State: ~Copyable {
            var arrived = 0
            var round = 0
            var waiters = WaitQueue()
        }

        private let state = Guarded(.door, State())
        private let parties: Int
        private let site: CreationSite

        /// Makes a barrier for `parties` of them; fewer than one stop the program. Reports call it by where that was.
        public init(_ parties: Int, fileID: StaticString = #fileID, line: UInt = #line) {
            demand(parties > 0, "a barrier needs somebody to wait for: \(parties)")
            self.parties = parties
            site = CreationSite(fileID: fileID, line: line)
        }

        /// Waits until all have arrived. The next round begins at once.
        ///
        /// - Returns: true for the last to arrive, which did not wait; false for the others.
        @discardableResult
        public func wait() -> Bool { wait(.endless) == true }

        /// Waits until all have arrived, or the context ends.
        ///
        /// - Returns: true for the last to arrive, which did not wait; false for the others.
        /// - Throws: `ContextError` if the context has ended first, or before. The caller does not count as arrived then.
        @discardableResult
        public func wait(in context: Context) throws(ContextError) -> Bool {
            let patience = Patience.context(context)
            try patience.check()
            guard let isLast = wait(patience) else { throw patience.error }
            return isLast
        }

        /// Waits until all have arrived, for `duration` at most. With zero or less only the last goes on.
        ///
        /// - Returns: true for the last to arrive, which did not wait; false for the others.
        /// - Throws: `ContextError.deadlineExceeded`. The caller does not count as arrived then.
        @discardableResult
        public func wait(within duration: Duration) throws(ContextError) -> Bool {
            guard let isLast = wait(.duration(duration)) else { throw .deadlineExceeded }
            return isLast
        }

        /// Nil if the patience was over first.
        private func wait(_ patience: Patience) -> Bool? {
            Displaced.rejoin()
            return Waiter.withCurrent { waiter in
                var node = WaitNode(waiter)
                // Safety: the node is in this frame, and out of the queue when the wait is over.
                return unsafe withUnsafeMutablePointer(to: &node) { node in
                    guard let round = unsafe arrive(node) else { return true }
                    if patience.park(waiter, .barrier, of: site) == .done { return false }
                    return unsafe leave(node, round) ? nil : false
                }
            }
        }

        /// Queues a node, and says in which round. Nil for the last, who lets the others go on and does not wait.
        package func arrive(_ node: UnsafeMutablePointer<WaitNode>) -> Int? {
            let (round, released): (Int?, [Waiter]) = state.withLock { state in
                state.arrived += 1
                guard state.arrived == parties else {
                    // Safety: the caller keeps the node until its wait is over.
                    unsafe state.waiters.append(node)
                    return (state.round, [])
                }
                state.arrived = 0
                state.round += 1
                return (nil, state.waiters.takeAll(claiming: .done))
            }
            for waiter in released { waiter.ready() }
            return round
        }

        /// Takes out a node whose wait has ended otherwise. False if all have arrived, the caller among them.
        package func leave(_ node: UnsafeMutablePointer<WaitNode>, _ round: Int) -> Bool {
            state.withLock { state in
                guard state.round == round else { return false }
                state.arrived -= 1
                // Safety: the caller's node.
                unsafe state.waiters.remove(node)
                return true
            }
        }
    }
}
