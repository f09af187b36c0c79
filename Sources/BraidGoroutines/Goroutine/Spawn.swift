// Goroutine › Spawn: a goroutine with a value, and a context of its own.

package import BraidCore

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
    package let result = OneShot<Result<Value, Failure>>()
    private let own: OwnContext
    // Safety: written and read by the goroutine itself.
    private var outcome: Result<Value, Failure>?

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
        guard let outcome = outcome.take() else { fatalError("a goroutine ended without an outcome") }
        own.goroutineHasEnded()
        // Safety: the goroutine gives it up here.
        nonisolated(unsafe) let handed = outcome
        unsafe result.set(handed)
    }
}

extension Spawned where Value: Sendable {
    /// Waits until the goroutine has ended. Parks a goroutine, blocks a plain thread; may be called from several of
    /// them, any number of times.
    ///
    /// - Returns: what its body returned.
    /// - Throws: what its body threw.
    public func join() throws(Failure) -> Value {
        try result.wait(.join, of: own.site).get()
    }

    /// Waits until the goroutine or the context has ended. The goroutine is left alone: to end it, too, use `cancel`, or
    /// spawn it in that context.
    ///
    /// - Returns: what its body returned.
    /// - Throws: what its body threw; `ContextError` if the context has ended first, or before.
    public func join(in context: Context) throws -> Value {
        try context.check()
        return try join(.context(context))
    }

    /// Waits until the goroutine has ended, for `duration` at most. With zero or less it does not wait.
    ///
    /// - Returns: what its body returned.
    /// - Throws: what its body threw; `ContextError.deadlineExceeded`. The goroutine goes on then.
    public func join(within duration: Duration) throws -> Value { try join(.duration(duration)) }

    private func join(_ patience: Patience) throws -> Value {
        guard let result = result.wait({ patience.park($0, .join, of: own.site) }) else {
            throw patience.error
        }
        return try result.get()
    }
}
