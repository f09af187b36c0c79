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
    loop.hold()
    defer { loop.release() }
    loop.post(subscription(subject, Handed(value: subscribe), result))
    return try result.wait(.join).get()
}

/// The callback is the only one to hold the answer: if the loop drops it, the answer's end tells the one who waits.
private func subscription<Subject, Value: Sendable>(
    _ subject: Handed<Subject>, _ subscribe: Handed<(Subject, Answer<Value>) -> Void>,
    _ result: OneShot<Result<Value, any Error>>
) -> sending () -> Void {
    let answer = Answer(result)
    return { subscribe.value(subject.value, answer) }
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
