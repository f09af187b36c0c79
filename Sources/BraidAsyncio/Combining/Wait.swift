// Combining › Wait: waiting until enough of several futures have ended.

internal import BraidCore

/// When `wait` returns. Python's `FIRST_COMPLETED`, `FIRST_EXCEPTION`, `ALL_COMPLETED`.
public enum ReturnWhen: Sendable {
    /// When one future has ended, in whatever way.
    case firstCompleted
    /// When one has failed, or all have ended. A cancelled one has not failed.
    case firstException
    /// When all have ended.
    case allCompleted
}

/// Waits until enough of `futures` have ended, and says which have and which have not. Python's `asyncio.wait`.
///
/// Nothing is cancelled, neither when time is up nor when the awaiting task is cancelled, and no error of a future is
/// thrown. A future that occurs twice is taken once. Both lists keep the order of `futures`.
///
/// - Parameters:
///   - timeout: how long to wait at most; nil for as long as it takes. Not an error: the rest is `pending`.
///   - returnWhen: what is enough.
/// - Throws: `NothingToWaitForError` if there is no future; `CancellationError` if the awaiting task is cancelled.
public nonisolated(nonsending) func wait<Value, Awaited: Future<Value>>(
    _ futures: [Awaited], timeout: Duration? = nil, returnWhen: ReturnWhen = .allCompleted
) async throws -> (done: [Awaited], pending: [Awaited]) {
    var seen: Set<Awaited> = []
    let futures = futures.filter { seen.insert($0).inserted }
    try await waitForEnough(of: futures.map(\.core), timeout: timeout, returnWhen: returnWhen)
    return (futures.filter(\.done), futures.filter { !$0.done })
}

private nonisolated(nonsending) func waitForEnough(
    of cores: [FutureCore], timeout: Duration?, returnWhen: ReturnWhen
) async throws {
    if cores.isEmpty { throw NothingToWaitForError() }
    let enough = Future<Void>()
    let loop = enough.core.loop
    let timer = timeout.map { timeout in
        LoopTimer(on: loop, at: loop.clock.now.advanced(by: timeout)) { enough.succeed(()) }
    }
    var unfinished = cores.count
    let callbacks = cores.map { core in
        core.checkThread()
        return core.addCallback {
            unfinished -= 1
            let isEnough =
                switch returnWhen {
                case .firstCompleted: true
                case .firstException: core.retrieveError() != nil || unfinished == 0
                case .allCompleted: unfinished == 0
                }
            if isEnough { enough.succeed(()) }
        }
    }
    defer {
        timer?.cancel()
        for (core, callback) in zip(cores, callbacks) { core.removeCallback(callback) }
    }
    try await enough.value
}
