// Sync › Cond: waits until something about a protected value has changed.
//
// Waiters enter the queue before they unlock the mutex, so no signal between the two is missed; only `signal` and
// `broadcast` claim them, so nobody wakes without one.

package import BraidCore

extension Sync {
    /// Waits for changes of what a mutex protects. Go's `sync.Cond`.
    ///
    /// ```swift
    /// let queue = Sync.Mutex([Int]())
    /// let filled = Sync.Cond(queue)
    /// let first = filled.withLock(when: { !$0.isEmpty }) { $0.removeFirst() }
    /// queue.withLock { $0.append(1) }
    /// filled.signal()
    /// ```
    public final class Cond<Value>: Sendable {
        package let mutex: Mutex<Value>
        private let waiters = Guarded(.door, WaitQueue())
        private let site: CreationSite

        /// Makes a condition of what `mutex` protects. Reports call it by where that was.
        public init(_ mutex: Mutex<Value>, fileID: StaticString = #fileID, line: UInt = #line) {
            self.mutex = mutex
            site = CreationSite(fileID: fileID, line: line)
        }

        /// Waits until `condition` holds, and calls `body` with the mutex locked. The condition is looked at once at the
        /// start, and again after each signal.
        public func withLock<Result, Failure: Error>(
            when condition: (Value) -> Bool,
            _ body: (inout sending Value) throws(Failure) -> sending Result
        ) throws(Failure) -> sending Result where Value: Sendable {
            mutex.lock()
            defer { mutex.unlock() }
            while !mutex.whileLocked({ condition($0) }) { wait() }
            return try mutex.whileLocked(body)
        }

        /// Unlocks the mutex, waits for a signal, and locks it again. For a mutex held by `lock()`, not inside of
        /// `withLock`, whose closure has the value for itself. What was waited for may have passed: look again. A mutex
        /// that is not locked stops the program. Go's `Wait`.
        public func wait() { _ = wait(.endless) }

        /// The same, until the context ends. The mutex is locked again in every case, however long that takes.
        ///
        /// - Throws: `ContextError` if the context has ended before a signal came. No signal is lost by that: one that
        ///   came first counts, and any other wakes somebody else.
        public func wait(in context: Context) throws(ContextError) {
            let patience = Patience.context(context)
            try patience.check()
            if !wait(patience) { throw patience.error }
        }

        /// The same, for `duration` at most. The mutex is locked again in every case, however long that takes.
        ///
        /// - Throws: `ContextError.deadlineExceeded` if no signal came in time.
        public func wait(within duration: Duration) throws(ContextError) {
            if !wait(.duration(duration)) { throw .deadlineExceeded }
        }

        /// False if the patience was over before a signal came.
        private func wait(_ patience: Patience) -> Bool {
            let wasSignalled = Waiter.withCurrent { waiter in
                var node = WaitNode(waiter)
                // Safety: the node is in this frame, and out of the queue when the wait is over.
                return unsafe withUnsafeMutablePointer(to: &node) { node in
                    unsafe enter(node)
                    if patience.park(waiter, .condition, of: site) == .done { return true }
                    unsafe leave(node)
                    return false
                }
            }
            mutex.lock()
            return wasSignalled
        }

        /// Queues a node, and unlocks the mutex.
        package func enter(_ node: UnsafeMutablePointer<WaitNode>) {
            demand(mutex.core.isLocked, "Sync.Cond: wait was called without the mutex being locked")
            // Safety: the caller keeps the node until its wait is over.
            waiters.withLock { unsafe $0.append(node) }
            mutex.unlock()
        }

        /// Takes a node out whose wait has ended otherwise.
        package func leave(_ node: UnsafeMutablePointer<WaitNode>) {
            // Safety: the caller's node.
            waiters.withLock { unsafe $0.remove(node) }
        }

        /// Wakes the one that has waited longest, if any. The mutex need not be held. Go's `Signal`.
        public func signal() {
            let first: Waiter? = waiters.withLock { waiters in
                // Safety: a claimed waiter's node stays until `ready()`.
                unsafe waiters.takeFirst()?.pointee.waiter
            }
            first?.ready()
        }

        /// Wakes everybody who waits. The mutex need not be held. Go's `Broadcast`.
        public func broadcast() {
            for waiter in waiters.withLock({ $0.takeAll(claiming: .done) }) { waiter.ready() }
        }
    }
}
