// Goroutine › Spawn: a goroutine with a value.

package import BraidCore

/// Runs `body` in a new goroutine and returns a handle to its result. Go has no such thing; it is Python's
/// `create_task` and Rust's `spawn`.
///
/// An error that leaves `body` is kept for `join` and ends nothing. The parameters are those of `go`.
public func spawn<Value, Failure: Error>(
    stack: Int? = nil, name: String? = nil, fileID: StaticString = #fileID, line: UInt = #line,
    _ body: sending @escaping () throws(Failure) -> sending Value
) -> Spawned<Value, Failure> {
    let spawned = Spawned<Value, Failure>()
    let body = Body(body)
    go(stack: stack, name: name, fileID: fileID, line: line) {
        do throws(Failure) {
            let value = try body.take()()
            spawned.result.set(.success(value))
        } catch {
            spawned.result.set(.failure(error))
        }
    }
    return spawned
}

/// A goroutine that will have a result.
public final class Spawned<Value, Failure: Error>: Sendable {
    package let result = OneShot<Result<Value, Failure>>()

    init() {}
}

extension Spawned where Value: Sendable {
    /// Waits until the goroutine has ended. Parks a goroutine, blocks a plain thread; may be called from several of
    /// them, any number of times.
    ///
    /// - Returns: what its body returned.
    /// - Throws: what its body threw.
    public func join() throws(Failure) -> Value {
        try result.wait(.join).get()
    }
}
