// Combining › Sleep: waiting for time alone, and for one's turn.

internal import BraidCore

/// Waits for `duration` while the loop goes on. Python's `asyncio.sleep`.
///
/// With zero or less it lets others run for one turn of the loop. Equal deadlines end in the order in which they were
/// set. In a seeded run the time is virtual, and no real time passes.
///
/// - Throws: `CancellationError` if the awaiting task is cancelled.
public nonisolated(nonsending) func sleep(_ duration: Duration) async throws {
    guard duration > .zero else { return try await yieldStep() }
    let future = Future<Void>()
    let loop = future.core.loop
    let timer = LoopTimer(on: loop, at: loop.clock.now.advanced(by: duration)) { future.succeed(()) }
    defer { timer.cancel() }
    try await future.value
}

/// Lets others run for one turn of the loop. Python's `asyncio.sleep(0)`.
///
/// - Throws: `CancellationError` if the awaiting task is cancelled.
public nonisolated(nonsending) func yield() async throws {
    try await yieldStep()
}
