// Goroutine › Go: the verb.

internal import BraidCore

/// Runs `body` in a new goroutine: concurrently, and in parallel as far as there are processors. Go's `go` statement.
///
/// A goroutine is not a thread: a million of them may wait at the same time. It gives its thread away at every Braid
/// wait (a channel, a sleep, an HTTP response …), and one that has computed for so long that another took its place also
/// when it starts the next. May be called from anywhere; when `main` returns, the program ends and running goroutines
/// with it, as in Go.
///
/// An error that leaves `body` ends the program with the place where the goroutine was created: whoever can deal with
/// it should catch it, and whoever wants its value should use `spawn`.
///
/// - Parameters:
///   - stack: the bytes of address space for its stack, rounded up to a power of two; 256 KiB, or `BRAID_STACK_SIZE`,
///     if nil. Memory is used only as far as the stack is touched.
///   - name: what reports call it.
///   - body: what it runs. Values it captures that are not `Sendable` are handed over to it.
public func go(
    stack: Int? = nil, name: consuming String? = nil, fileID: StaticString = #fileID, line: UInt = #line,
    _ body: sending @escaping () throws -> Void
) {
    Scheduler.launch(
        name: consume name, stackSize: stack, site: CreationSite(fileID: fileID, line: line), consume body)
}

/// A goroutine's body cannot be `async`: it waits by parking, without `await`.
@available(*, unavailable, message: "a goroutine waits without 'await'; give 'go' a synchronous closure")
@_disfavoredOverload
public func go(stack: Int? = nil, name: String? = nil, _ body: sending @escaping () async throws -> Void) {
    fatalError("unavailable")
}
