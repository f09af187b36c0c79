// Tasks › CreateTask: from a coroutine to a task.

/// Runs `body` concurrently with its creator, on this loop. Python's `asyncio.create_task`.
///
/// It begins in the next turn of the loop, not inside this call. Unlike Python, the loop keeps the task alive until it
/// has ended. `EventLoop.run` cancels what is left at its end; `EventLoop.runUntilIdle` does not, and a task that waits
/// there for what nobody will do stays suspended for ever, its memory with it. On an event loop only.
///
/// - Parameter name: what reports call it; `Task-1` and so on if nil.
@discardableResult
public func createTask<Value>(
    name: String? = nil, _ body: sending @escaping () async throws -> Value
) -> LoopTask<Value> {
    let task = LoopTask<Value>(name: name)
    task.start(body)
    return task
}

/// A task that runs `body`: the same as `createTask`. Python's `asyncio.ensure_future` of a coroutine.
@discardableResult
public func ensureFuture<Value>(_ body: sending @escaping () async throws -> Value) -> Future<Value> {
    createTask(body)
}

/// The future itself. Python's `asyncio.ensure_future` of a future.
public func ensureFuture<Value>(_ future: Future<Value>) -> Future<Value> {
    future
}
