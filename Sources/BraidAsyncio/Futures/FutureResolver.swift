// Futures › FutureResolver: how a result comes in from another thread.

internal import BraidCore
internal import Synchronization

/// Sets a future from anywhere: another thread, a goroutine, a C callback. In Python
/// `loop.call_soon_threadsafe(future.set_result, value)`.
///
/// While a resolver has not been used and is still held by somebody, its loop is not idle. The first call counts; later
/// ones, and calls on a future that has ended, do nothing, because whoever makes them cannot know.
public final class FutureResolver<Value>: @unchecked Sendable {
    // Safety: `future` is touched on the loop's thread only, and `isUsed` is atomic.
    private let future: Future<Value>
    private let isUsed = Atomic<Bool>(false)

    init(_ future: Future<Value>) {
        self.future = future
        future.core.loop.hold()
    }

    deinit {
        if !isUsed.load(ordering: .relaxed) { future.core.loop.release() }
    }

    /// Gives the future its result.
    public func setResult(_ value: sending Value) {
        let value = Handed(value: value)
        settle { $0.succeed(value.value) }
    }

    /// Ends the future with an error.
    public func setException(_ error: any Error) {
        settle { _ = $0.core.end(.failed(error)) }
    }

    /// Cancels the future.
    public func cancel(message: String? = nil) {
        settle { $0.cancel(message: message) }
    }

    private func settle(_ body: sending @escaping (Future<Value>) -> Void) {
        guard !isUsed.exchange(true, ordering: .relaxed) else { return }
        let future = future
        future.core.loop.post { body(future) }
        future.core.loop.release()
    }
}

extension Future {
    /// A future of this loop, and what sets it from anywhere.
    public static func withResolver() -> (future: Future<Value>, resolver: FutureResolver<Value>) {
        let future = Future<Value>()
        return (future, FutureResolver(future))
    }

    /// Asks the future, or task, to end as cancelled, from any thread. In Python
    /// `loop.call_soon_threadsafe(task.cancel)`.
    ///
    /// The request reaches it in a later turn of the loop; if it has ended by then, nothing happens.
    public func cancelFromAnywhere(message: String? = nil) {
        core.loop.post { [core] in _ = core.cancel(message: message) }
    }
}
