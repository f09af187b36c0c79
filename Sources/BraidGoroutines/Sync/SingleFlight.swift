// Sync › SingleFlight: many who ask for the same thing at the same time, and one who fetches it.

internal import BraidCore

/// Lets those who ask for the same key at the same time share one call. Go's `golang.org/x/sync/singleflight`.
///
/// ```swift
/// let (page, isShared) = try flights.run(url) { try fetch(url) }
/// ```
///
/// Results are not kept: who asks after the call has ended starts another. From goroutines and plain threads.
public final class SingleFlight<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private final class Call: Sendable {
        let result = OneShot<Result<Value, any Error>>()
        let sharers = Guarded(.door, 0)
    }

    private let calls = Guarded<[Key: Call]>(.timekeeper, [:])

    /// Makes one without calls.
    public init() {}

    /// Runs `body`, or waits for the result of the same call by somebody else.
    ///
    /// - Returns: the value, and whether somebody else got it too. Go's `Do`.
    /// - Throws: what the `body` that was run throws, to all who share it.
    public func run(_ key: Key, _ body: () throws -> Value) throws -> (value: Value, isShared: Bool) {
        let (call, isMine): (Call, Bool) = calls.withLock { calls in
            if let call = calls[key] {
                call.sharers.withLock { $0 += 1 }
                return (call, false)
            }
            let call = Call()
            calls[key] = call
            return (call, true)
        }
        guard isMine else { return (try call.result.wait(.singleFlight).get(), true) }
        let result = Result { try body() }
        calls.withLock { calls in
            // It may have been forgotten, and another call begun.
            if calls[key] === call { calls[key] = nil }
        }
        call.result.set(result)
        return (try result.get(), call.sharers.withLock { $0 } > 0)
    }

    /// Who asks for `key` from now on starts a call of his own, even if one is under way. Go's `Forget`.
    public func forget(_ key: Key) {
        calls.withLock { $0[key] = nil }
    }
}
