// Tasks › AnyLoopTask: a task without the type of its value.

internal import BraidCore

/// A task, whatever its value: for naming, watching and cancelling it. Belongs to its loop's thread like the task.
public struct AnyLoopTask: Hashable, Sendable {
    private let task: TaskCore

    init(_ task: TaskCore) {
        self.task = task
    }

    /// A handle to this task.
    public init<Value>(_ task: LoopTask<Value>) {
        guard let core = task.core as? TaskCore else { fatalError("a task has a task's core") }
        self.init(core)
    }

    /// What reports call it. Python's `get_name()`.
    public var name: String { task.name }

    /// Whether it has ended. Python's `done()`.
    public var done: Bool {
        task.checkThread()
        return task.isDone
    }

    /// Whether it has ended as cancelled. Python's `cancelled()`.
    public var cancelled: Bool {
        task.checkThread()
        return task.isCancelled
    }

    /// Asks it to end as cancelled; see `LoopTask`. Python's `cancel()`.
    ///
    /// - Returns: false if it has ended already.
    @discardableResult
    public func cancel(message: String? = nil) -> Bool {
        task.checkThread()
        return task.cancel(message: message)
    }

    /// How many requests to cancel it were made and not taken back. Python's `cancelling()`.
    public var cancelling: Int {
        task.checkThread()
        return task.cancelling
    }

    /// Takes one request to cancel back. Python's `uncancel()`.
    ///
    /// - Returns: how many requests are left.
    @discardableResult
    public func uncancel() -> Int {
        task.checkThread()
        return task.uncancel()
    }

    /// Whether both are the same task.
    public static func == (left: AnyLoopTask, right: AnyLoopTask) -> Bool { left.task === right.task }

    /// Hashes its identity.
    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(task)) }
}
