// Goroutine › Pinned: one goroutine, one thread.

internal import BraidCore

extension Goroutine {
    /// Calls `body` on the goroutine that calls, which stays on its thread until `body` returns; the thread runs no other
    /// goroutine meanwhile. For libraries that keep something per thread: OpenGL contexts, OpenSSL's errors, `locale_t`.
    /// Go's `runtime.LockOSThread` and `UnlockOSThread`.
    ///
    /// What it costs: a wait inside `body` puts the thread to sleep and wakes it again, some microseconds instead of some
    /// dozen nanoseconds, and another thread takes its place meanwhile. Between its waits the goroutine runs in addition to
    /// as many others as `Goroutine.workers` says. So pin few goroutines, and keep what is waited for often outside.
    ///
    /// Goroutine-local values, `Goroutine.current` and its context are the same inside. Goroutines started inside are not
    /// pinned. Calls may be nested; the outermost counts. On a plain thread, and in a coroutine, it only calls `body`. So it
    /// does in a seeded run, where one thread runs everything: there other goroutines may change what the thread keeps.
    public static func pinned<Result, Failure: Error>(
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        ForkedProcess.refuse()
        return try Fiber.pinned(body)
    }
}
