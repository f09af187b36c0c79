// Sync › SingleFlight: many who ask for the same thing at the same time, and one who fetches it.
//
// Whoever comes first does the work himself, in a goroutine as in a coroutine; the others wait for what he has set.

package import BraidCore

/// Lets those who ask for the same key at the same time share one call. Go's `golang.org/x/sync/singleflight`.
///
/// ```swift
/// let (page, isShared) = try flights.run(url) { try fetch(url) }
/// ```
///
/// Results are not kept: who asks after the call has ended starts another. From goroutines and plain threads.
public final class SingleFlight<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    /// A call that is under way.
    package final class Call: Sendable {
        package let result = OneShot<Result<Value, any Error>>()
        fileprivate let sharers = Guarded(.door, 0)

        /// One who has joined it goes without its result.
        package func withdraw() { sharers.withLock { $0 -= 1 } }
    }

    private let calls = Guarded<[Key: Call]>(.timekeeper, [:])

    private let site: CreationSite

    /// Makes one without calls. Reports call it by where that was.
    public init(fileID: StaticString = #fileID, line: UInt = #line) {
        site = CreationSite(fileID: fileID, line: line)
    }

    /// Runs `body`, or waits for the result of the same call by somebody else.
    ///
    /// - Returns: the value, and whether somebody else got it too. Go's `Do`.
    /// - Throws: what the `body` that was run throws, to all who share it; `Goroutine.exit` in it ends their goroutines, too.
    public func run(_ key: Key, _ body: () throws -> Value) throws -> (value: Value, isShared: Bool) {
        try run(key, .endless, body)
    }

    /// Runs `body`, or waits for the result of the same call by somebody else until the context ends. Go has `DoChan`
    /// for that.
    ///
    /// - Returns: the value, and whether somebody else got it too.
    /// - Throws: what the `body` that was run throws, to all who share it; `ContextError` if the context has ended before,
    ///   or ends while somebody else's call goes on, which it does not end. A `body` of the caller's own has to heed the
    ///   context itself.
    public func run(
        _ key: Key, in context: Context, _ body: () throws -> Value
    ) throws -> (value: Value, isShared: Bool) {
        try run(key, .context(context), body)
    }

    /// Runs `body`, however long that takes, or waits for the result of the same call by somebody else, for `duration` at
    /// most.
    ///
    /// - Returns: the value, and whether somebody else got it too.
    /// - Throws: what the `body` that was run throws, to all who share it; `ContextError.deadlineExceeded`.
    public func run(
        _ key: Key, within duration: Duration, _ body: () throws -> Value
    ) throws -> (value: Value, isShared: Bool) {
        try run(key, .duration(duration), body)
    }

    /// Who asks for `key` from now on starts a call of his own, even if one is under way. Go's `Forget`.
    public func forget(_ key: Key) {
        calls.withLock { $0[key] = nil }
    }

    private func run(
        _ key: Key, _ patience: Patience, _ body: () throws -> Value
    ) throws -> (value: Value, isShared: Bool) {
        Displaced.rejoin()
        try patience.check()
        let (call, isMine) = join(key)
        guard isMine else {
            guard let result = call.result.wait({ patience.park($0, .singleFlight, of: site) }) else {
                call.withdraw()
                throw patience.error
            }
            do {
                return (try result.get(), true)
            } catch is EarlyExit where Fiber.running != nil {
                // Who made the call has left his goroutine in it, and so do those who share it.
                try Goroutine.exit()
            }
        }
        return try end(call, key, Result { try body() })
    }

    /// The call for a key, and whether the caller is to make it and to end it.
    package func join(_ key: Key) -> (call: Call, isMine: Bool) {
        calls.withLock { calls in
            if let call = calls[key] {
                call.sharers.withLock { $0 += 1 }
                return (call, false)
            }
            let call = Call()
            calls[key] = call
            return (call, true)
        }
    }

    /// Ends a call with its result, for all who share it.
    package func end(
        _ call: Call, _ key: Key, _ result: Result<Value, any Error>
    ) throws -> (value: Value, isShared: Bool) {
        calls.withLock { calls in
            // It may have been forgotten, and another call begun.
            if calls[key] === call { calls[key] = nil }
        }
        call.result.set(result)
        return (try result.get(), call.sharers.withLock { $0 } > 0)
    }
}
