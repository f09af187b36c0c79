// Sync › RWMutex: a value that many may read, or one may change.

internal import BraidCore

extension Sync {
    /// Lets many goroutines or threads read a value at the same time, or one change it. Go's `sync.RWMutex`.
    ///
    /// A writer that waits keeps new readers out, so that it gets its turn; after it, all readers who waited get theirs.
    /// Not recursive: a reader that reads again may wait for a writer that waits for it.
    @safe
    public final class RWMutex<Value>: @unchecked Sendable {
        // Safety: allocated in `init`, freed in deinit; read by who holds the core as a reader, changed by its writer.
        package let value: UnsafeMutablePointer<Value>
        package let core: RWMutexCore

        /// Makes a mutex around a value, which it takes over. Reports call it by where that was.
        public init(_ value: sending Value, fileID: StaticString = #fileID, line: UInt = #line) {
            core = RWMutexCore(madeAt: CreationSite(fileID: fileID, line: line))
            // Safety: freed in deinit.
            unsafe self.value = .allocate(capacity: 1)
            unsafe self.value.initialize(to: value)
        }

        deinit {
            // Safety: whoever ends the mutex is its only user.
            unsafe value.deinitialize(count: 1)
            unsafe value.deallocate()
        }

        /// Waits until nobody changes the value, calls `body` with it, and unlocks, also when `body` throws.
        public func withReadLock<Result, Failure: Error>(
            _ body: (Value) throws(Failure) -> Result
        ) throws(Failure) -> Result where Value: Sendable {
            core.readLock()
            defer { core.readUnlock() }
            return try whileReadLocked(body)
        }

        /// Waits until nobody uses the value, calls `body` with it, and unlocks, also when `body` throws.
        public func withLock<Result, Failure: Error>(
            _ body: (inout sending Value) throws(Failure) -> sending Result
        ) throws(Failure) -> sending Result {
            core.lock()
            defer { core.unlock() }
            return try whileLocked(body)
        }

        package func whileReadLocked<Result, Failure: Error>(
            _ body: (Value) throws(Failure) -> Result
        ) throws(Failure) -> Result where Value: Sendable {
            // Safety: the core is held by readers only, the caller among them.
            try unsafe body(value.pointee)
        }

        package func whileLocked<Result, Failure: Error>(
            _ body: (inout sending Value) throws(Failure) -> sending Result
        ) throws(Failure) -> sending Result {
            // Safety: the core is held by the caller, who writes.
            try unsafe body(&value.pointee)
        }

        /// Waits for the right to read and keeps it. Go's `RLock`.
        public func readLock() { core.readLock() }

        /// Takes the right to read if nobody changes the value or waits to. Go's `TryRLock`.
        public func tryReadLock() -> Bool { core.tryReadLock() }

        /// Gives one right to read up. Stops the program if there is none. Go's `RUnlock`.
        public func readUnlock() { core.readUnlock() }

        /// Waits for the right to change the value and keeps it. Go's `Lock`.
        public func lock() { core.lock() }

        /// Takes the right to change the value if nobody uses it. Go's `TryLock`.
        public func tryLock() -> Bool { core.tryLock() }

        /// Gives the right to change the value up. Stops the program if nobody has it. Go's `Unlock`.
        public func unlock() { core.unlock() }
    }
}

extension Sync.RWMutex where Value == Void {
    /// Makes a mutex that protects nothing by itself.
    public convenience init(fileID: StaticString = #fileID, line: UInt = #line) {
        self.init((), fileID: fileID, line: line)
    }
}
