// Test seeds › Ways: how most tests are run.

import BraidCore
import BraidTestSupport
import BraidTesting
import Testing

/// Runs `body` once for each of 50 seeds, on a plain thread: the rule for whatever depends on time, which is virtual there.
///
/// The seed is named whether `body` throws or an expectation of it fails. With `BRAID_SEED=17` in the environment, seed 17
/// alone.
package func forSeeds(_ count: UInt64 = 50, _ body: @escaping @Sendable () throws -> Void) async throws {
    try await onPlainThread {
        for seed in Seeds(count) { try NamedSeed(seed).check(body) }
    }
}

/// Runs `body` as a goroutine for each of 20 seeds, and once on a plain thread beside the real workers: the rule for whatever
/// has to hold in any order and does not look at the clock.
package func bothWays(_ count: UInt64 = 20, _ body: @escaping @Sendable () throws -> Void) async throws {
    try await forSeeds(count, body)
    if Seeds.replayed == nil { try await onPlainThread { try body() } }
}

/// Whether the caller belongs to a seeded run: for rounds of which a race on real threads needs many, and a seed few.
package var isSeeded: Bool { Scheduler.current.isSeeded }

/// What `run` comes to, which must be the same for each of 20 seeds: for what an event loop decides alone.
package func sameForEachSeed<Outcome: Equatable & Sendable>(
    _ count: UInt64 = 20, _ run: @escaping @Sendable () throws -> Outcome
) async throws -> Outcome {
    try await onPlainThread {
        var first: (seed: UInt64, outcome: Outcome)?
        for seed in Seeds(count) {
            let result = Shared<Outcome?>(nil)
            try NamedSeed(seed).check {
                let outcome = try run()
                result.withLock { $0 = outcome }
            }
            guard let outcome = result.value else { continue }
            let expected = first ?? (seed, outcome)
            guard outcome == expected.outcome else {
                let reason = "\(outcome), where seed \(expected.seed) comes to \(expected.outcome)"
                throw SeedFailure(seed: seed, reason: reason)
            }
            first = expected
        }
        return try #require(first).outcome
    }
}

/// The same, and once more on a plain thread and in real time, which must come to the same too.
package func sameBothWays<Outcome: Equatable & Sendable>(
    _ count: UInt64 = 20, _ run: @escaping @Sendable () throws -> Outcome
) async throws -> Outcome {
    let outcome = try await sameForEachSeed(count, run)
    if Seeds.replayed == nil {
        let real = try await onPlainThread { try run() }
        #expect(real == outcome, "in real time, and under seeds")
    }
    return outcome
}
