// Promise › RemoteResolver: the door for values from other threads.
//
// A promise and its resolving functions stay on their loop. What is computed elsewhere is handed over (`sending`) in a
// callback that is posted to the loop. Until then the loop is held: it has something to wait for.

internal import BraidCore
internal import Synchronization

/// Decides the fate of a promise from any thread, goroutine or task. What `loop.call_soon_threadsafe(future.set_result, …)`
/// is in Python; JavaScript has one thread and needs none.
///
/// The first call counts. The promise settles in a callback of its own on the loop's thread. The loop is not idle as long
/// as the resolver exists and has not been called; a resolver that is dropped leaves its promise pending for ever.
public final class RemoteResolver<Value>: Sendable {
    private let core: PromiseCore
    private let pair: UInt32
    private let isSpent = Atomic<Bool>(false)

    init(_ core: PromiseCore) {
        self.core = core
        pair = core.nextPair
        core.loop.hold()
    }

    deinit {
        if takeTurn() { core.loop.release() }
    }

    /// Fulfils the promise with `value`, which is handed over to the loop.
    public func resolve(_ value: sending Value) {
        guard takeTurn() else { return }
        let handed = Handed(value: value)
        post { [core, pair] in Resolve<Value>(core, pair: pair)(handed.value) }
    }

    /// Fulfils a promise whose value says nothing but that it is there.
    public func resolve() where Value == Void {
        resolve(())
    }

    /// Rejects the promise for the reason `error`.
    public func reject(_ error: any Error) {
        guard takeTurn() else { return }
        post { [core, pair] in Reject(core, pair: pair)(error) }
    }

    private func takeTurn() -> Bool { !isSpent.exchange(true, ordering: .relaxed) }

    private func post(_ body: sending @escaping () -> Void) {
        core.loop.post(body)
        core.loop.release()
    }
}

extension Promise {
    /// A promise whose value comes from another thread, and the handle to be given to that thread.
    ///
    /// ```swift
    /// let (promise, resolver) = Promise<Int>.withRemoteResolver()
    /// DispatchQueue.global().async { resolver.resolve(compute()) }
    /// ```
    public static func withRemoteResolver() -> (promise: Promise<Value>, resolver: RemoteResolver<Value>) {
        let core = PromiseCore.make()
        return (Promise(core), RemoteResolver(core))
    }
}
