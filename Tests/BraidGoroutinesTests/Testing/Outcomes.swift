// Testing › Outcomes: what a test waits for, or is thrown.

import BraidGoroutines
import BraidTesting

/// The error that `body` throws; nil if it throws none.
func caught<Failure: Error>(_ body: () throws(Failure) -> Void) -> Failure? {
    do throws(Failure) {
        try body()
        return nil
    } catch {
        return error
    }
}

/// Waits for what goroutines do at their very end, after everybody who could be asked has been answered.
func waitUntil(_ condition: @escaping @Sendable () -> Bool) async throws {
    try await onPlainThread { while !condition() { Goroutine.yield() } }
}
