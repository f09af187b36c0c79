// Testing › Seeds: the ways in which most tests are run.

import BraidGoroutines
import BraidTesting

/// Runs `body` once for each of 50 seeds, on a plain thread.
func forSeeds(_ count: UInt64 = 50, _ body: @escaping @Sendable () throws -> Void) async throws {
    try await onPlainThread { try forEachSeed(count, body) }
}

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
