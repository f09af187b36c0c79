// Test support › Shared: a value that several threads of a test change.

internal import BraidCore

package final class Shared<Value>: Sendable {
    private let guarded: Guarded<Value>

    package init(_ value: consuming Value) {
        guarded = Guarded(.door, value)
    }

    package func withLock<Result>(_ body: (inout Value) -> Result) -> Result {
        guarded.withLock(body)
    }

    /// A copy.
    package var value: Value { withLock { $0 } }
}
