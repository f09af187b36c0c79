// Bridges › Swift tasks on the goroutines' workers: `Task(executorPreference: .goroutines)`.
//
// Swift's own pool has as many threads as there are processors and never another one, so that a few tasks that block stop all
// others. A worker that blocks is replaced.

public import BraidCore

extension TaskExecutor where Self == GoroutineExecutor {
    /// The workers on which goroutines run, for Swift tasks whose code may block: what is called synchronously there may
    /// wait, in a Braid call or in the kernel, and only that task waits.
    ///
    /// ```swift
    /// Task(executorPreference: .goroutines) { try queryThatBlocks() }
    /// await withTaskExecutorPreference(.goroutines) { … }
    /// ```
    ///
    /// Async functions that are not isolated, default actors, `async let` and the children of task groups stay there; a plain
    /// `Task { }` and `Task.detached` do not. A task runs on its worker's own stack and is no goroutine: `Goroutine.current` is
    /// nil in it. Where a synchronous call waits, the worker's seat goes to another worker at once in a Braid call, otherwise
    /// when the monitor finds it stuck; each such wait takes a thread, so that `await` is cheaper where there is the choice.
    ///
    /// From any goroutine, coroutine or thread. In a seeded run the tasks run on its only thread, which a synchronous wait in
    /// a task would stop for ever: use `await` there. Go has no such thing, since all its code is goroutines.
    public static var goroutines: GoroutineExecutor { .shared }
}
