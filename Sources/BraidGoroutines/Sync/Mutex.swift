// Sync › Mutex: a value that one at a time may use.

internal import BraidCore

extension Sync {
    /// Lets one goroutine or thread at a time use a value. Go's `sync.Mutex`, with what it protects.
    ///
    /// ```swift
    /// let hits = Sync.Mutex([String: Int]())
    /// go { hits.withLock { $0["/", default: 0] += 1 } }
    /// ```
    ///
    /// The holder may park; waiters are parked, and plain threads blocked. Normally a waiter competes with newcomers; one
    /// that was beaten for a millisecond gets the mutex handed over. Not recursive: who locks twice waits for ever.
    @safe
    public final class Mutex<Value>: @unchecked Sendable {
        // Safety: allocated in `init`, freed in deinit; touched by who holds the core.
        @usableFromInline let value: UnsafeMutablePointer<Value>
        @usableFromInline package let core: MutexCore

        /// Makes a mutex around a value, which it takes over. Reports call it by where that was.
        public init(_ value: sending Value, fileID: StaticString = #fileID, line: UInt = #line) {
            core = MutexCore(madeAt: CreationSite(fileID: fileID, line: line))
            // Safety: freed in deinit.
            unsafe self.value = .allocate(capacity: 1)
            unsafe self.value.initialize(to: value)
        }

        deinit {
            // Safety: whoever ends the mutex is its only user.
            unsafe value.deinitialize(count: 1)
            unsafe value.deallocate()
        }

        /// Waits for the mutex, calls `body` with the value, and unlocks, also when `body` throws.
        @inlinable
        public func withLock<Result, Failure: Error>(
            _ body: (inout sending Value) throws(Failure) -> sending Result
        ) throws(Failure) -> sending Result {
            core.lock()
            defer { core.unlock() }
            return try whileLocked(body)
        }

        /// Calls `body` with the value if nobody holds the mutex; otherwise returns nil. Go's `TryLock`.
        @inlinable
        public func withLockIfAvailable<Result, Failure: Error>(
            _ body: (inout sending Value) throws(Failure) -> sending Result
        ) throws(Failure) -> sending Result? {
            guard core.tryLock() else { return nil }
            defer { core.unlock() }
            return try whileLocked(body)
        }

        @inlinable
        package func whileLocked<Result, Failure: Error>(
            _ body: (inout sending Value) throws(Failure) -> sending Result
        ) throws(Failure) -> sending Result {
            // Safety: the caller holds the core.
            try unsafe body(&value.pointee)
        }

        /// Waits for the mutex and keeps it; for what no closure can enclose. Go's `Lock`.
        @inlinable
        public func lock() {
            core.lock()
        }

        /// Takes the mutex if nobody holds it. Go's `TryLock`.
        ///
        /// - Returns: whether the caller holds it now.
        @inlinable
        public func tryLock() -> Bool {
            core.tryLock()
        }

        /// Gives the mutex up. Another goroutine than the one that locked it may do so. Unlocking a mutex that nobody
        /// holds stops the program. Go's `Unlock`.
        @inlinable
        public func unlock() {
            core.unlock()
        }
    }
}

extension Sync.Mutex where Value == Void {
    /// Makes a mutex that protects nothing by itself.
    public convenience init(fileID: StaticString = #fileID, line: UInt = #line) {
        self.init((), fileID: fileID, line: line)
    }
}
