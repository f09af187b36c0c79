// Loop › RunCoroutine: a loop that lives as long as one coroutine, and leaves nothing behind.
//
// As `asyncio.run` does: when the main coroutine has ended, what is ready in that turn still runs; then every task that
// is left is cancelled and waited for. One thing goes further than Python: tasks that were started during the clean-up
// are cancelled too, once those before them have ended, where Python would destroy them while they wait. In Swift they
// would stay suspended for ever, and their memory with them.

public import BraidCore

extension EventLoop {
    /// Runs `body` as the first task of a new loop, and the loop until it has ended. Python's `asyncio.run`.
    ///
    /// Tasks that are left then are cancelled and waited for, and so are the threads of `toThread`. To be called from a
    /// plain thread or a goroutine (which parks meanwhile), not from async code.
    ///
    /// - Returns: what `body` returned.
    /// - Throws: what `body` threw. If the main task was cancelled although its body returned, `CancellationError`, if
    ///   the type of errors allows it. An error that ends the loop from elsewhere, such as a promise's rejection that
    ///   nobody handles, is thrown if the type allows it, and stops the program otherwise.
    @available(*, noasync)
    public static func run<Value, Failure: Error>(
        _ body: sending @escaping () async throws(Failure) -> sending Value
    ) throws(Failure) -> sending Value {
        let main = MainCoroutine(body)
        operate { _ in
            main.start()
        } until: { loop in
            main.isOver(on: loop)
        }
        return try main.outcome()
    }
}

/// The coroutine of `EventLoop.run`, and what is left to do after it.
private final class MainCoroutine<Value, Failure: Error>: @unchecked Sendable {
    // Safety: touched by the loop's thread, and by the caller of `run` before the loop starts and when it has ended.
    private enum Phase {
        case running
        case ended
        /// Cancelled at the end, and not ended yet.
        case waiting(for: [TaskCore])
    }

    private var body: (() async throws(Failure) -> Value)?
    private var result: Result<Value, Failure>?
    private var wasCancelled = false
    private var loopsFailure: (any Error)?
    private var phase = Phase.running

    init(_ body: sending @escaping () async throws(Failure) -> sending Value) {
        self.body = body
    }

    func start() {
        guard let body = body.take() else { return }
        let handed = Handed(value: body)
        let task = createTask { [self] in
            do throws(Failure) {
                result = .success(try await handed.value())
            } catch {
                result = .failure(error)
                throw error
            }
        }
        task.core.addCallback { [self] in
            wasCancelled = task.core.isCancelled
            _ = task.core.retrieveError()
            phase = .ended
        }
    }

    /// Asked after every turn.
    func isOver(on loop: EventLoop) -> Bool {
        loopsFailure = loop.failure
        if loopsFailure != nil { return true }
        let state = LoopState.of(loop)
        switch phase {
        case .running: return false
        case .waiting(let tasks) where tasks.contains(where: { !$0.isDone }): return false
        case .waiting(let tasks): reportErrors(of: tasks, on: loop)
        case .ended: break
        }
        let left = state.tasks
        for task in left { _ = task.cancel(message: nil) }
        phase = .waiting(for: left)
        return left.isEmpty && state.threads.areIdle
    }

    private func reportErrors(of tasks: [TaskCore], on loop: EventLoop) {
        for task in tasks {
            guard let error = task.retrieveError() else { continue }
            UnhandledError(message: "\(task.title) failed while the loop shut down", error: error).report(
                on: loop)
        }
    }

    func outcome() throws(Failure) -> sending Value {
        if let loopsFailure {
            guard let error = loopsFailure as? Failure else {
                fatalError("uncaught on an event loop: \(loopsFailure)")
            }
            throw error
        }
        guard let result = result.take() else { fatalError("a loop ended before its coroutine") }
        if wasCancelled, let error = CancellationError() as? Failure { throw error }
        return Handed(value: try result.get()).value
    }
}
