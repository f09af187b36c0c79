// Goroutine › Spawn: a goroutine with a value, and a context of its own.

package import BraidCore
internal import Synchronization

/// Runs `body` in a new goroutine and returns a handle to its result. Go has no such thing; it is Python's
/// `create_task` and Rust's `spawn`.
///
/// An error that leaves `body` is kept for `join` and ends nothing. The parameters are those of `go`, and:
///
/// - Parameter context: when it ends, so does the goroutine's own context, `Goroutine.context`.
public func spawn<Value, Failure: Error>(
    stack: Int? = nil, name: String? = nil, in context: Context = .background,
    fileID: StaticString = #fileID, line: UInt = #line,
    _ body: sending @escaping () throws(Failure) -> sending Value
) -> Spawned<Value, Failure> {
    let site = CreationSite(fileID: fileID, line: line)
    let spawned = Spawned<Value, Failure>(in: context, at: site)
    Scheduler.launch(name: name, stackSize: stack, site: site, listener: spawned) {
        do throws(Failure) {
            spawned.bodyReturned(.success(try body()))
        } catch {
            spawned.bodyReturned(.failure(error))
        }
    }
    return spawned
}

/// A goroutine that will have a result.
public final class Spawned<Value, Failure: Error>: @unchecked Sendable {
    package let end = OneShot<Void>()
    private let own: OwnContext
    // Safety: written by the goroutine itself before its end, which whoever reads it has waited for. After that a value that
    // is not `Sendable` is taken out, once.
    private var outcome: Result<Value, Failure>?
    private let isTaken = Atomic(false)

    fileprivate init(in context: Context, at site: CreationSite) {
        own = OwnContext(in: context, at: site)
    }

    /// Ends the goroutine's context, `Goroutine.context`. The goroutine itself goes on until it looks at that, or waits
    /// with it. After its end this does nothing.
    ///
    /// - Parameter cause: what the context's `cause` says then.
    public func cancel(_ cause: (any Error)? = nil) {
        own.cancel(cause)
    }

    fileprivate func bodyReturned(_ outcome: Result<Value, Failure>) {
        self.outcome = outcome
    }
}

extension Spawned: EndListener, ContextOwner {
    var context: Context { own.context }

    /// Only now is the body let go of, so whoever has joined knows that the goroutine holds nothing any more.
    package func goroutineHasEnded() {
        own.goroutineHasEnded()
        end.set(())
    }
}

// For those who wait.
extension Spawned {
    private func waitForEnd() {
        Displaced.rejoin()
        end.wait(.join, of: own.site)
    }

    private func waitForEnd(_ patience: Patience) throws(ContextError) {
        Displaced.rejoin()
        try patience.check()
        guard end.wait({ patience.park($0, .join, of: own.site) }) != nil else { throw patience.error }
    }

    /// What the body came to, after the end, for one of any number.
    private var sharedOutcome: Result<Value, Failure> {
        guard let outcome else { fatalError(alreadyTaken) }
        return outcome
    }

    /// The same for one who has it for himself.
    private func takeOutcome() -> sending Result<Value, Failure> {
        demand(!isTaken.exchange(true, ordering: .acquiringAndReleasing), alreadyTaken)
        guard let outcome = outcome.take() else { fatalError(alreadyTaken) }
        // Safety: the goroutine gave it up when it ended, and nobody else can take it.
        nonisolated(unsafe) let taken = outcome
        return unsafe taken
    }

    private var alreadyTaken: String {
        "the goroutine created at \(own.site) was joined twice: a result that is not Sendable goes to one"
    }
}

extension Spawned where Value: Sendable {
    /// Waits until the goroutine has ended. Parks a goroutine, blocks a plain thread; may be called from several of
    /// them, any number of times.
    ///
    /// - Returns: what its body returned.
    /// - Throws: what its body threw.
    public func join() throws(Failure) -> Value {
        waitForEnd()
        return try get()
    }

    /// Waits until the goroutine or the context has ended. The goroutine is left alone: to end it, too, use `cancel`, or
    /// spawn it in that context.
    ///
    /// - Returns: what its body returned.
    /// - Throws: what its body threw; `ContextError` if the context has ended first, or before.
    public func join(in context: Context) throws -> Value {
        try waitForEnd(.context(context))
        return try get()
    }

    /// Waits until the goroutine has ended, for `duration` at most. With zero or less it does not wait.
    ///
    /// - Returns: what its body returned.
    /// - Throws: what its body threw; `ContextError.deadlineExceeded`. The goroutine goes on then.
    public func join(within duration: Duration) throws -> Value {
        try waitForEnd(.duration(duration))
        return try get()
    }

    /// After the end.
    package func get() throws(Failure) -> Value { try sharedOutcome.get() }
}

extension Spawned {
    /// Waits until the goroutine has ended, and takes its result, which is not `Sendable`: one can have it. Parks a goroutine,
    /// blocks a plain thread. A second call, once the first has its result, stops the program.
    ///
    /// - Returns: what its body returned.
    /// - Throws: what its body threw.
    public func join() throws(Failure) -> sending Value {
        waitForEnd()
        return try take()
    }

    /// The same until the goroutine or the context has ended. The goroutine is left alone.
    ///
    /// - Returns: what its body returned.
    /// - Throws: what its body threw; `ContextError` if the context has ended first, or before. There may be another call then.
    public func join(in context: Context) throws -> sending Value {
        try waitForEnd(.context(context))
        return try take()
    }

    /// The same for `duration` at most. With zero or less it does not wait.
    ///
    /// - Returns: what its body returned.
    /// - Throws: what its body threw; `ContextError.deadlineExceeded`. There may be another call then.
    public func join(within duration: Duration) throws -> sending Value {
        try waitForEnd(.duration(duration))
        return try take()
    }

    /// After the end, once.
    package func take() throws(Failure) -> sending Value {
        switch takeOutcome() {
        case .success(let value): return value
        case .failure(let error): throw error
        }
    }
}
