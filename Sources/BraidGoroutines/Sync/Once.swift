// Sync › Once: what is to happen a single time, however many ask for it.

internal import BraidCore
internal import Synchronization

extension Sync {
    /// Runs a closure the first time it is asked to. Go's `sync.Once`.
    ///
    /// Whoever asks meanwhile waits for its end. A closure that throws counts as run. One that asks the same object again
    /// waits for itself, for ever.
    public final class Once: Sendable {
        private let isDone = Atomic<Bool>(false)
        package let mutex: MutexCore

        /// Makes one that has not run anything. Reports call it by where that was.
        public convenience init(fileID: StaticString = #fileID, line: UInt = #line) {
            self.init(madeAt: CreationSite(fileID: fileID, line: line))
        }

        fileprivate init(madeAt site: CreationSite) {
            mutex = MutexCore(.once, madeAt: site)
        }

        /// Runs `body`, unless another was run here before.
        ///
        /// - Throws: what `body` throws, to the caller whose `body` it was; to no other.
        public func run<Failure: Error>(_ body: () throws(Failure) -> Void) throws(Failure) {
            Displaced.rejoin()
            if hasRun { return }
            mutex.lock()
            defer { mutex.unlock() }
            if hasRun { return }
            defer { noteRun() }
            try body()
        }

        /// Runs `body`, unless another was run here before; waits for the end of another's until the context ends.
        ///
        /// - Throws: `ContextError` if the context has ended before, or while another's goes on; what `body` throws, to the
        ///   caller whose `body` it was.
        public func run(in context: Context, _ body: () throws -> Void) throws {
            try context.check()
            try run(.context(context), body)
        }

        /// Runs `body`, unless another was run here before; waits for the end of another's, for `duration` at most.
        ///
        /// - Throws: `ContextError.deadlineExceeded` if another's takes longer; what `body` throws, to the caller whose
        ///   `body` it was.
        public func run(within duration: Duration, _ body: () throws -> Void) throws {
            try run(.duration(duration), body)
        }

        private func run(_ patience: Patience, _ body: () throws -> Void) throws {
            Displaced.rejoin()
            if hasRun { return }
            guard mutex.lock(patience) else { throw patience.error }
            defer { mutex.unlock() }
            if hasRun { return }
            defer { noteRun() }
            try body()
        }

        /// Whether a closure has run, and ended. What it wrote can be read then.
        package var hasRun: Bool { isDone.load(ordering: .acquiring) }

        /// By who has run one, with the mutex locked.
        package func noteRun() {
            isDone.store(true, ordering: .releasing)
        }
    }

    /// Computes a value when it is first asked for, and gives the same one ever after. Go's `sync.OnceValues`.
    ///
    /// - Parameter body: run once. If it throws, every call throws the same error; `Goroutine.exit` in it ends the goroutine
    ///   that runs it, and is an error like any other to those who ask later.
    /// - Returns: what is to be called like a function. (A closure it cannot be: the compiler crashes where it has to
    ///   turn one that may throw `Never` into one that does not throw.)
    public static func onceValue<Value: Sendable, Failure: Error>(
        fileID: StaticString = #fileID, line: UInt = #line,
        _ body: @escaping @Sendable () throws(Failure) -> Value
    ) -> OnceValue<Value, Failure> {
        OnceValue(madeAt: CreationSite(fileID: fileID, line: line), body)
    }

    /// A value that is computed when it is first asked for; see `onceValue`.
    public final class OnceValue<Value: Sendable, Failure: Error>: Sendable {
        private struct State: ~Copyable {
            var result: Result<Value, Failure>?
            /// Let go of once it has run, with what it captured.
            var body: (@Sendable () throws(Failure) -> Value)?
        }

        private let once: Once
        private let state: Guarded<State>

        init(madeAt site: CreationSite, _ body: @escaping @Sendable () throws(Failure) -> Value) {
            once = Once(madeAt: site)
            state = Guarded(.door, State(result: nil, body: body))
        }

        /// The value, or the error, of the one run. Waits for its end if it is under way.
        public func callAsFunction() throws(Failure) -> Value {
            once.run { compute() }
            return try value()
        }

        /// The value, or the error, of the one run. Waits for its end, if it is under way, until the context ends. A run of
        /// the caller's own has to heed the context itself.
        ///
        /// - Throws: the error of the run; `ContextError` if the context has ended before, or while another's run goes on.
        public func callAsFunction(in context: Context) throws -> Value {
            try once.run(in: context) { compute() }
            return try value()
        }

        /// The value, or the error, of the one run. Waits for its end, if it is under way, for `duration` at most.
        ///
        /// - Throws: the error of the run; `ContextError.deadlineExceeded` if another's run takes longer.
        public func callAsFunction(within duration: Duration) throws -> Value {
            try once.run(within: duration) { compute() }
            return try value()
        }

        private func compute() {
            guard let body = state.withLock({ $0.body.take() }) else { return }
            let result = Result(catching: body)
            state.withLock { $0.result = result }
        }

        private func value() throws(Failure) -> Value {
            guard let result = state.withLock({ $0.result }) else { fatalError("onceValue has no value") }
            return try result.get()
        }
    }
}
