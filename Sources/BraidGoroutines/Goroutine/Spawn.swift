// Goroutine › Spawn: a goroutine with a value.

internal import BraidCore

/// Runs `body` in a new goroutine and returns a handle to its result. Go has no such thing; it is Python's
/// `create_task` and Rust's `spawn`.
///
/// An error that leaves `body` is kept for `join` and ends nothing. The parameters are those of `go`.
public func spawn<Value, Failure: Error>(
    stack: Int? = nil, name: String? = nil, fileID: StaticString = #fileID, line: UInt = #line,
    _ body: sending @escaping () throws(Failure) -> sending Value
) -> Spawned<Value, Failure> {
    let spawned = Spawned<Value, Failure>()
    go(stack: stack, name: name, fileID: fileID, line: line) {
        do throws(Failure) {
            spawned.finish(.success(try body()))
        } catch {
            spawned.finish(.failure(error))
        }
    }
    return spawned
}

/// A goroutine that will have a result.
///
/// May be shared and joined from several goroutines and threads if the value is `Sendable`; a value that is not can be
/// taken once.
public final class Spawned<Value, Failure: Error>: @unchecked Sendable {
    // Safety: the result is written once, before `isDone`, and both are guarded.
    private struct State: ~Copyable {
        var result: Result<Value, Failure>?
        var isDone = false
        var joiners = WaitQueue()
    }

    private let state = Guarded(.door, State())

    init() {}

    func finish(_ result: consuming sending Result<Value, Failure>) {
        let result = Handed(value: result)
        let joiners = state.withLock { state in
            state.result = result.value
            state.isDone = true
            return state.joiners.takeAll(claiming: .done)
        }
        for joiner in joiners { joiner.ready() }
    }

    private func waitForResult() {
        Waiter.withCurrent { waiter in
            var node = WaitNode(waiter)
            // Safety: the node is in this frame; it was taken out of the queue when the wait is over.
            unsafe withUnsafeMutablePointer(to: &node) { node in
                let mustWait = state.withLock { state in
                    if !state.isDone { unsafe state.joiners.append(node) }
                    return !state.isDone
                }
                if mustWait { _ = waiter.park(.join) }
            }
        }
    }
}

extension Spawned where Value: Sendable {
    /// Waits until the goroutine has ended. Parks a goroutine, blocks a plain thread; may be called any number of
    /// times.
    ///
    /// - Returns: what its body returned.
    /// - Throws: what its body threw.
    public func join() throws(Failure) -> Value {
        waitForResult()
        guard let result = state.withLock({ $0.result }) else {
            fatalError("a goroutine ended without a result")
        }
        return try result.get()
    }
}
