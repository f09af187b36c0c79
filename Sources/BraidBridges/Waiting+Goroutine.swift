// Bridges › Goroutine waits for a future or a promise: `promise.wait()`.
//
// Both belong to their loop's thread, so the wait is a callback posted there, whose result comes back through a value
// that is set once. If the loop ends first, the callback is dropped, and its end says so.

public import BraidAsyncio
internal import BraidCore
public import BraidPromises

/// The event loop ended before what was waited for.
public struct LoopEnded: Error, CustomStringConvertible {
    /// One line for a reader.
    public let description = "the event loop ended before what was waited for"
}

extension Promise where Value: Sendable {
    /// Waits until the promise is settled. Parks a goroutine, blocks a plain thread; for coroutines there is
    /// `await promise.value`.
    ///
    /// On the loop's own thread the wait could never end: the call stops the program with a message there.
    ///
    /// - Throws: what the promise was rejected with; `LoopEnded`.
    @available(*, noasync)
    public func wait() throws -> Value {
        try BraidBridges.wait(for: Handed(value: self), on: loop) { promise, answer in
            promise.then({ answer.set(.success($0)) }, onRejected: { answer.set(.failure($0)) })
        }
    }
}

extension Future where Value: Sendable {
    /// Waits until the future has ended. Parks a goroutine, blocks a plain thread; for coroutines there is
    /// `await future.value`.
    ///
    /// On the loop's own thread the wait could never end: the call stops the program with a message there.
    ///
    /// - Throws: what it failed with; `CancellationError` if it was cancelled; `LoopEnded`.
    @available(*, noasync)
    public func wait() throws -> Value {
        try BraidBridges.wait(for: Handed(value: self), on: loop) { future, answer in
            future.addDoneCallback { future in answer.set(Result { try future.result() }) }
        }
    }
}

private func wait<Subject, Value: Sendable>(
    for subject: Handed<Subject>, on loop: EventLoop,
    _ subscribe: sending @escaping (Subject, Answer<Value>) -> Void
) throws -> Value {
    demand(!loop.isCurrent, "wait() on the event loop's own thread would never end; use await")
    let result = OneShot<Result<Value, any Error>>()
    let answer = Answer(result)
    let subscribe = Handed(value: subscribe)
    loop.hold()
    defer { loop.release() }
    loop.post { [answer] in subscribe.value(subject.value, answer) }
    return try release(answer, andWaitFor: result)
}

/// Once only the loop holds the answer, its end means that nobody will set it.
private func release<Value>(
    _ answer: consuming Answer<Value>, andWaitFor result: OneShot<Result<Value, any Error>>
) throws -> Value {
    _ = consume answer
    return try result.wait(.join).get()
}

/// Sets the result once; with `LoopEnded` if it goes without having been asked to.
private final class Answer<Value: Sendable>: @unchecked Sendable {
    // Safety: touched on the loop's thread, and by the last who holds it.
    private var result: OneShot<Result<Value, any Error>>?

    init(_ result: OneShot<Result<Value, any Error>>) {
        self.result = result
    }

    deinit {
        result?.set(.failure(LoopEnded()))
    }

    func set(_ outcome: Result<Value, any Error>) {
        result.take()?.set(outcome)
    }
}
