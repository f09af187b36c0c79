// Test seeds › NamedSeed: an expectation that fails says under which seed.
//
// Swift Testing tells of a failure to whoever has bound a known issue around it. None is known here: this is how one hears
// of them all. The binding is a task-local value, which a Swift task has from whoever starts it and a goroutine from nobody.
// So it is there twice: around the run, for an event loop's callbacks and the tasks that they start, and around each
// goroutine.

import BraidTesting
import Glibc
import Testing

/// A seed that a test is tried with.
package struct NamedSeed: Sendable {
    private let seed: UInt64
    private let hear: @Sendable (_ line: String) -> Bool

    /// - Parameter hear: is given a line for each expectation that fails, and says whether that was to be expected.
    package init(_ seed: UInt64, hear: @escaping @Sendable (_ line: String) -> Bool = Self.tell) {
        self.seed = seed
        self.hear = hear
    }

    /// Prints the line at once, as the run may crash next; nothing is expected to fail.
    package static func tell(_ line: String) -> Bool {
        print(line)
        fflush(nil)
        return false
    }

    /// One run of `body` as a goroutine, which must end and leave nobody behind. The seed is named whether `body` throws, an
    /// expectation fails in it, or one fails in what it has started.
    package func check(_ body: @escaping @Sendable () throws -> Void) throws {
        try listening { try Seeds.check(seed, inside: { try listening($0) }, body) }
    }

    private func listening(_ body: () throws -> Void) rethrows {
        try withKnownIssue(isIntermittent: true, body) {
            true
        } matching: { issue in
            // Not what is thrown: whoever catches that has the seed in his error.
            if case .errorCaught = issue.kind { return false }
            let place = issue.sourceLocation.map { " at \($0)" } ?? ""
            return hear("seed \(seed): \(issue)\(place) (\(Seeds.replaying(seed)))")
        }
    }
}
