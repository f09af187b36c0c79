// Support › Workers: real workers, for state machines that only tell them apart.

@testable import BraidCore
import BraidTestSupport

/// Calls `body` with `count` workers that sleep in the pollers of schedulers of their own.
func withWorkers<Result>(_ count: Int, _ body: ([Worker]) throws -> Result) rethrows -> Result {
    let schedulers = (0..<count).map { _ in Scheduler(workers: 1) }
    defer { for scheduler in schedulers { scheduler.stop() } }
    let workers = Shared([Worker]())
    for scheduler in schedulers {
        scheduler.runAll(1) { _ in
            guard let worker = Worker.current else { return }
            workers.withLock { $0.append(worker) }
        }
    }
    return try body(workers.value)
}
