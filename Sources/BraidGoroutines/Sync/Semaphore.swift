// Sync › Semaphore: a number of permits, taken several at a time.
//
// First come, first served: a large request that cannot be met yet keeps later small ones waiting, or it never would be.

package import BraidCore

extension Sync {
    /// Bounds how much goes on at the same time. Go's `golang.org/x/sync/semaphore`.
    public final class Semaphore: Sendable {
        private struct State: ~Copyable {
            var available: Int
            var waiters = WaitQueue()
        }

        private let state: Guarded<State>
        private let permits: Int
        /// What reports call it.
        private let reason: WaitReason
        private let site: CreationSite

        /// Makes a semaphore with `permits` permits; a negative number stops the program. Reports call it by where that was.
        public convenience init(_ permits: Int, fileID: StaticString = #fileID, line: UInt = #line) {
            self.init(permits, .semaphore, madeAt: CreationSite(fileID: fileID, line: line))
        }

        init(_ permits: Int, _ reason: WaitReason, madeAt site: CreationSite) {
            demand(permits >= 0, "a semaphore cannot have \(permits) permits")
            self.permits = permits
            self.reason = reason
            self.site = site
            state = Guarded(.door, State(available: permits))
        }

        /// Takes `count` permits; waits until they are there. Asking for more than there are stops the program.
        public func acquire(_ count: Int = 1) {
            check(count)
            let verdict = take(count) { $0.park(reason, of: site) }
            demand(verdict == .done, "Sync.Semaphore: a wait without an end ended")
        }

        /// Takes `count` permits; waits until they are there or the context ends, for more than there are always the latter.
        ///
        /// - Throws: `ContextError` if the context has ended. Nothing is taken then.
        public func acquire(_ count: Int = 1, in context: Context) throws(ContextError) {
            try context.check()
            let verdict = take(count) { context.park($0, reason, of: site) }
            if verdict != .done { throw context.error ?? .cancelled }
        }

        /// Takes `count` permits if they are there and nobody waits.
        public func tryAcquire(_ count: Int = 1) -> Bool {
            demand(count >= 0, "a semaphore cannot give \(count) permits")
            return state.withLock { state in
                guard state.waiters.isEmpty, state.available >= count else { return false }
                state.available -= count
                return true
            }
        }

        /// Gives `count` permits back. More than were taken stop the program.
        public func release(_ count: Int = 1) {
            demand(count >= 0, "a semaphore cannot take \(count) permits back")
            let served = state.withLock { state in
                state.available += count
                demand(
                    state.available <= permits,
                    "Sync.Semaphore made at \(site): more was released than was acquired")
                return Semaphore.serve(&state)
            }
            for waiter in served { waiter.ready() }
        }

        /// Takes `count` permits; waits for `duration` at most until they are there, for more than there are in vain.
        ///
        /// - Throws: `ContextError.deadlineExceeded`. Nothing is taken then.
        public func acquire(_ count: Int = 1, within duration: Duration) throws(ContextError) {
            let patience = Patience.duration(duration)
            if take(count, { patience.park($0, reason, of: site) }) != .done { throw .deadlineExceeded }
        }

        private func take(_ count: Int, _ park: (Waiter) -> Verdict) -> Verdict {
            Displaced.rejoin()
            if tryAcquire(count) { return .done }
            guard canGive(count) else { return Waiter.withCurrent(park) }
            return Waiter.withCurrent { waiter in
                var wanted = count
                // Safety: slot and node are in this frame, which outlives the wait.
                return unsafe withUnsafeMutablePointer(to: &wanted) { slot in
                    var node = unsafe WaitNode(waiter, slot: UnsafeMutableRawPointer(slot))
                    return unsafe withUnsafeMutablePointer(to: &node) { unsafe take(as: $0, waiter, park) }
                }
            }
        }

        private func take(
            as node: UnsafeMutablePointer<WaitNode>, _ waiter: Waiter, _ park: (Waiter) -> Verdict
        ) -> Verdict {
            // Safety: the caller keeps the node.
            unsafe enter(node)
            let verdict = park(waiter)
            if verdict != .done { unsafe leave(node) }
            return verdict
        }

        /// Queues a node whose slot holds the number of permits. Its own wait may be among those that are ended at once.
        package func enter(_ node: UnsafeMutablePointer<WaitNode>) {
            let served = state.withLock { state in
                // Safety: the caller keeps the node until its wait is over.
                unsafe state.waiters.append(node)
                return Semaphore.serve(&state)
            }
            for waiter in served { waiter.ready() }
        }

        /// Takes out a node whose wait has ended otherwise: it may have kept smaller requests behind it.
        package func leave(_ node: UnsafeMutablePointer<WaitNode>) {
            let served = state.withLock { state in
                // Safety: the caller's node.
                unsafe state.waiters.remove(node)
                return Semaphore.serve(&state)
            }
            for waiter in served { waiter.ready() }
        }

        /// Whether there may ever be as many permits. Who wants more waits outside of the queue, where he would keep those out
        /// who can be served.
        package func canGive(_ count: Int) -> Bool { count <= permits }

        /// Stops the program if there can never be as many permits.
        package func check(_ count: Int) {
            demand(
                canGive(count),
                "the semaphore made at \(site) has \(permits) permits and cannot give \(count)")
        }

        /// Takes out those at the head whose requests can be met, and gives them their permits.
        private static func serve(_ state: inout State) -> [Waiter] {
            var served: [Waiter] = []
            let available = state.available
            var given = 0
            // Safety: a node's slot is in its waiter's frame, and holds the number it asks for.
            while let node = unsafe state.waiters.takeFirst(if: {
                unsafe Semaphore.wanted($0) <= available - given
            }) {
                given += unsafe Semaphore.wanted(node.pointee.slot)
                unsafe served.append(node.pointee.waiter)
            }
            state.available -= given
            return served
        }

        private static func wanted(_ slot: UnsafeMutableRawPointer?) -> Int {
            // Safety: as in `serve`.
            unsafe slot?.load(as: Int.self) ?? 0
        }
    }
}
