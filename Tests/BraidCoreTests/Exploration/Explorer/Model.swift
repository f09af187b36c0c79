// Exploration › Model: the threads of one exploration, as its test writes them down.

@testable import BraidCore
import BraidTesting
import Testing

/// Handed to the closure that builds a model. The closure runs once per execution: words, variables and threads that it
/// makes are fresh each time.
final class Model {
    fileprivate(set) var threads: [(name: String, body: () -> Void)] = []
    private(set) var last: (() -> Void)?
    private unowned let execution: Execution

    init(_ execution: Execution) {
        self.execution = execution
    }

    /// Adds a thread, at most four. Its body works on words of `ExploredMemory`.
    func thread(_ name: String, _ body: @escaping () -> Void) {
        threads.append((name, body))
    }

    /// Runs when all threads have ended and every store has reached memory.
    func finally(_ body: @escaping () -> Void) {
        last = body
    }

    /// Fails the execution unless `condition` holds. In a thread or in `finally`.
    func expect(_ condition: Bool, _ message: @autoclosure () -> String) {
        if !condition { execution.fail(.expectation(message())) }
    }

    /// A number below `count` that may be any: the search tries each.
    func choose(_ count: Int) -> Int { execution.choose(count) }
}

/// Explores a model and records an issue, with the schedule that fails, unless every execution is right.
///
/// - Parameters:
///   - preemptions: How often a thread may be preempted; nil for as often as it goes.
///   - schedule: Runs this schedule alone, as a failure printed it.
@discardableResult
func explore(
    _ name: String, preemptions: Int? = 2, replaying schedule: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation, _ build: @escaping @Sendable (Model) -> Void
) async throws -> Exploration {
    let result = try await exploration(name, preemptions: preemptions, replaying: schedule, build)
    if let failure = result.failure {
        Issue.record("\(name): \(failure)", sourceLocation: sourceLocation)
    }
    return result
}

/// Explores a model and says what came of it: for models that are meant to be wrong.
func exploration(
    _ name: String, preemptions: Int? = 2, replaying schedule: String? = nil, prunes: Bool = true,
    _ build: @escaping @Sendable (Model) -> Void
) async throws -> Exploration {
    try await onPlainThread {
        let explorer = Explorer(preemptions: preemptions, prunes: prunes, build: build)
        let result =
            if let schedule { explorer.replay(name, try Schedule(schedule)) } else { explorer.explore(name) }
        if Environment.integer("BRAID_EXPLORATIONS") != nil { print(result) }
        return result
    }
}
