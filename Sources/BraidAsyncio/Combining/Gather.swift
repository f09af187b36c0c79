// Combining › Gather: waiting for all of several futures at once.
//
// Python's `gather` returns a future, which most programs await on the spot. Here `gather` awaits, and `gathered` is
// that future for those who want to keep, cancel or shield it.

internal import BraidCore

/// The results of all `futures`, in their order. Python's `await asyncio.gather(*futures)`.
///
/// The first error ends the wait and is thrown; the other futures go on. Being cancelled passes on to all of them; that
/// one of them is cancelled is thrown as `CancellationError` and cancels nothing else. The same future may occur twice.
///
/// - Throws: the first error of a future; `CancellationError`.
public nonisolated(nonsending) func gather<Value>(_ futures: [Future<Value>]) async throws -> [Value] {
    try await gathered(futures).value
}

/// The results of all `futures`, errors among them. Python's `gather(*futures, return_exceptions=True)`.
///
/// - Parameter returnExceptions: with true an error is a result like any other, and this waits for all futures; with
///   false the first error is thrown, as without the parameter.
/// - Throws: `CancellationError` if the awaiting task is cancelled.
public nonisolated(nonsending) func gather<Value>(
    _ futures: [Future<Value>], returnExceptions: Bool
) async throws -> [Result<Value, any Error>] {
    try await gathered(futures, returnExceptions: returnExceptions).value
}

/// The results of futures of several types. Python's `await asyncio.gather(a, b)`.
///
/// - Throws: the first error of a future; `CancellationError`.
public nonisolated(nonsending) func gather<each Value>(
    _ future: repeat Future<each Value>
) async throws -> (repeat each Value) {
    try await gathered(repeat each future).value
}

/// The future of all results, in the order of `futures`. Python's `asyncio.gather(*futures)`, not awaited.
///
/// On an event loop only.
public func gathered<Value>(_ futures: [Future<Value>]) -> Future<[Value]> {
    gathering(futures.map(\.core), returnsErrors: false) { try futures.map { try $0.result() } }
}

/// The future of all results and errors. Python's `gather(*futures, return_exceptions=True)`, not awaited.
///
/// On an event loop only.
public func gathered<Value>(
    _ futures: [Future<Value>], returnExceptions: Bool
) -> Future<[Result<Value, any Error>]> {
    gathering(futures.map(\.core), returnsErrors: returnExceptions) {
        futures.map { future in Result { try future.result() } }
    }
}

/// The future of the results of futures of several types. Python's `asyncio.gather(a, b)`, not awaited.
///
/// On an event loop only.
public func gathered<each Value>(_ future: repeat Future<each Value>) -> Future<(repeat each Value)> {
    var cores: [FutureCore] = []
    for each in repeat each future { cores.append(each.core) }
    return gathering(cores, returnsErrors: false) { (repeat try (each future).result()) }
}

private func gathering<Values>(
    _ cores: [FutureCore], returnsErrors: Bool, _ collect: @escaping () throws -> Values
) -> Future<Values> {
    let loop = LoopState.here.loop
    for core in cores { core.checkThread() }
    if cores.isEmpty {
        let future = Future<Values>()
        if let values = try? collect() { future.succeed(values) }
        return future
    }
    let box = Gathered<Values>()
    let core = GatherCore(cores, returnsErrors: returnsErrors, loop: loop) {
        let values = try collect()
        box.future?.succeed(values)
    }
    let future = Future<Values>(core: core)
    box.future = future
    return future
}

/// Where a gathering core finds the future whose core it is.
private final class Gathered<Values> {
    var future: Future<Values>?
}
