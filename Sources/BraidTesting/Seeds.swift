// Testing › Seeds: many interleavings of one body, and the one that fails by name.

package import BraidCore

/// Runs `body` once for each seed from 0 on, and names the seed that failed. With `BRAID_SEED=17` in the environment, seed 17
/// alone: what a failure says can be run again, by itself and under a debugger.
///
/// To be called from a plain thread; inside a Swift task, call it within `onPlainThread`.
///
/// - Throws: `SeedFailure` with the seed, if `body` throws, does not end, or leaves goroutines behind.
public func forEachSeed(_ count: UInt64, _ body: @escaping @Sendable () throws -> Void) throws {
    for seed in Seeds(count) { try Seeds.check(seed, body) }
}

/// A seed for which a test fails; running it again with this seed shows the same failure.
public struct SeedFailure: Error, CustomStringConvertible {
    /// The seed to replay.
    public let seed: UInt64
    /// What went wrong.
    public let reason: String

    package init(seed: UInt64, reason: String) {
        self.seed = seed
        self.reason = reason
    }

    /// One line for a reader.
    public var description: String { "seed \(seed): \(reason) (\(Seeds.replaying(seed)))" }
}

/// The seeds to try: for helpers that do something around each.
package struct Seeds: Sequence {
    private let range: Range<UInt64>

    package init(_ count: UInt64) {
        range = Seeds.replayed.map { $0..<$0 + 1 } ?? 0..<count
    }

    package func makeIterator() -> some IteratorProtocol<UInt64> { range.makeIterator() }

    /// The seed that the user has asked for, if he has.
    package static var replayed: UInt64? { Environment.integer("BRAID_SEED", atLeast: 0).map(UInt64.init) }

    /// How to run a seed again.
    package static func replaying(_ seed: UInt64) -> String { "BRAID_SEED=\(seed) runs it alone" }

    /// One run, which must end and leave nobody behind. Each of its goroutines is called by `surroundings`.
    package static func check(
        _ seed: UInt64, inside surroundings: Surroundings? = nil,
        _ body: @escaping @Sendable () throws -> Void
    ) throws {
        let run: SeededRun
        do {
            run = try SeededRun(seed: seed, inside: surroundings, body)
        } catch {
            throw SeedFailure(seed: seed, reason: "\(error)")
        }
        let waiting = run.stranded.map(\.description).joined(separator: "; ")
        guard run.didEnd else { throw SeedFailure(seed: seed, reason: "deadlock: \(waiting)") }
        guard run.stranded.isEmpty else { throw SeedFailure(seed: seed, reason: "left behind: \(waiting)") }
    }
}
