// Async › Async: an async function, as JavaScript runs one.

internal import BraidCore

extension Promise {
    /// Calls an async function the way JavaScript does: `body` runs at once, up to the first `await` that waits, and
    /// goes on in microtasks. The promise has what it returns, or the error it throws. JavaScript's `(async () => …)()`;
    /// Python's `asyncio.create_task` starts it later.
    ///
    /// ```swift
    /// let title = Promise.async { try await fetch(url).value.title }
    /// ```
    ///
    /// All of `body` runs on the loop's thread, but for what it calls that is isolated to an actor. The loop is not idle
    /// until `body` has ended, except while it awaits a promise of this loop: that alone keeps no loop running.
    @discardableResult @_disfavoredOverload
    public static func async(_ body: sending @escaping () async throws -> Value) -> Promise<Value> {
        let core = PromiseCore.make()
        AsyncFunctions.of(core.loop).start(body) { output in
            core.fulfil { try output.get() }
        }
        return Promise(core)
    }

    /// As `async` with a body that returns a value, but what it returns is followed: JavaScript's `return promise`, which
    /// takes three ticks where `return await promise` takes two.
    @discardableResult
    public static func async<Next: Thenable<Value>>(
        _ body: sending @escaping () async throws -> Next
    ) -> Promise<Value> {
        let core = PromiseCore.make()
        AsyncFunctions.of(core.loop).start(body) { output in
            core.resolve { try output.get() }
        }
        return Promise(core)
    }
}
