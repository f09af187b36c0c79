// Testing › Seeds: the ways in which most tests are run.

import BraidGoroutines
import BraidTesting
import Testing

/// Runs `body` once for each of 50 seeds, on a plain thread: the rule for whatever depends on time, which is virtual there.
///
/// The seed is named whether `body` throws or an expectation of it fails.
func forSeeds(_ count: UInt64 = 50, _ body: @escaping @Sendable () throws -> Void) async throws {
    try await onPlainThread {
        for seed in Seeds(count) {
            try Seeds.check(seed) {
                try withKnownIssue(isIntermittent: true, body) {
                    true
                } matching: { _ in
                    // No issue is known: this is where one is heard of.
                    print("seed \(seed): see the next issue (\(Seeds.replaying(seed)))")
                    return false
                }
            }
        }
    }
}

/// Runs `body` as a goroutine for each of 20 seeds, and once on a plain thread beside the real workers: the rule for whatever
/// has to hold in any order and does not look at the clock.
func bothWays(_ count: UInt64 = 20, _ body: @escaping @Sendable () throws -> Void) async throws {
    try await forSeeds(count, body)
    if Seeds.replayed == nil { try await onPlainThread { try body() } }
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
