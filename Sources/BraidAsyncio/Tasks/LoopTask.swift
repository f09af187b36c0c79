// Tasks › LoopTask: a coroutine that runs by itself, as a future of its result.

internal import BraidCore

/// A running coroutine, and the future of its result. Python's `asyncio.Task`; made by `createTask`.
///
/// Cancelling follows asyncio. `cancel` asks: the body is thrown a `CancellationError` at the await where it stands, or
/// at its next one; the future it awaits is cancelled with it. A body that was not begun never runs. A body that
/// catches the error and returns has a result like any other. Each request throws once: the body's clean-up can wait
/// for futures, and native async code, undisturbed.
///
/// `Task.isCancelled`, Swift's own question, becomes true only if the request came while the body awaited native async
/// code (`Task.sleep`, a task group, another library), which cannot be interrupted in another way; it then stays true.
/// Ask `cancelling` instead. Structured child tasks (`async let`, task groups) belong to the task and follow Swift's
/// rules: when Swift cancels them, the futures they await are cancelled.
public final class LoopTask<Value>: Future<Value>, @unchecked Sendable {
    // Safety: as for Future.
    private let task: TaskCore

    init(name: String?) {
        task = TaskCore(state: LoopState.here, name: name)
        super.init(core: task)
    }

    /// Makes Swift's task, whose first step is a callback of the next turn.
    func start(_ body: sending @escaping () async throws -> Value) {
        let body = Handed(value: body)
        // Swift's task copies the task-local values that are bound here.
        TaskCore.$current.withValue(task) {
            task.started(
                as: Task(executorPreference: task.loop) { [self] in
                    do {
                        try task.begin()
                        let value = Handed(value: try await body.value())
                        task.bodyReturned { succeed(value.value) }
                    } catch {
                        task.bodyThrew(error)
                    }
                })
        }
    }

    /// What reports call it. Python's `get_name()`.
    public var name: String { task.name }

    /// How many requests to cancel it were made and not taken back. Python's `cancelling()`.
    public var cancelling: Int {
        task.checkThread()
        return task.cancelling
    }

    /// Takes one request to cancel back, for code that has dealt with it, such as a timeout. Python's `uncancel()`.
    ///
    /// - Returns: how many requests are left.
    @discardableResult
    public func uncancel() -> Int {
        task.checkThread()
        return task.uncancel()
    }
}

extension LoopTask where Value == Never {
    /// The task whose code calls this, also from its structured child tasks; nil in callbacks and elsewhere. Python's
    /// `current_task()`. To be written `LoopTask.current`.
    public static var current: AnyLoopTask? {
        guard let task = TaskCore.current else {
            ForkedProcess.refuse()
            return nil
        }
        return task.loop.isCurrent ? AnyLoopTask(task) : nil
    }

    /// The tasks of this loop that have not ended, the oldest first. Python's `all_tasks()`. On an event loop only; to
    /// be written `LoopTask.all`.
    public static var all: [AnyLoopTask] { LoopState.here.tasks.map(AnyLoopTask.init) }
}
