// Exploration › Outcomes: all the ways in which a model can end.

@testable import BraidCore
import Synchronization

/// Collects what each execution of a model came to. A report to the test: no thread of the model reads it.
final class Outcomes<Outcome: Hashable & Sendable>: Sendable {
    private let found = Mutex<Set<Outcome>>([])

    func add(_ outcome: Outcome) { found.withLock { _ = $0.insert(outcome) } }

    var all: Set<Outcome> { found.withLock { $0 } }
}
