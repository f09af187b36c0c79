// Testing › SeededRun: one interleaving, chosen by a seed, in virtual time.
//
// The same code as an ordinary run, with three seams exchanged: one worker instead of many (the thread that calls), a
// random choice among what is runnable, and a clock that jumps to the next deadline when nothing can run. The same
// seed gives the same run; a failing seed is the test case.

package import BraidCore

/// A goroutine that was still waiting at the end of a seeded run.
public struct Stranded: Sendable, CustomStringConvertible {
    /// Its name, number and creation site, what it waits for, and where that was made.
    public let description: String
}

/// What a seeded run came to.
public struct SeededRun: Sendable {
    /// The seed; the same seed gives the same run.
    public let seed: UInt64
    /// Whether the body ended. If not, everybody waited for each other: a deadlock.
    public let didEnd: Bool
    /// Goroutines that were parked when nothing could run any more: leaked, or deadlocked.
    public let stranded: [Stranded]
    /// How much virtual time passed.
    public let elapsed: Duration

    /// Runs `body` as a goroutine on the calling thread, together with all the goroutines that it starts, until it has
    /// ended and the others can do nothing more without time passing.
    ///
    /// To be called from a plain thread; inside a Swift task, call it within `onPlainThread`.
    public init(seed: UInt64, _ body: sending @escaping () throws -> Void) throws {
        try self.init(seed: seed, inside: nil, body)
    }

    /// The same with something around the body of each goroutine, be it the first or one that another starts.
    package init(
        seed: UInt64, inside surroundings: Surroundings?, _ body: sending @escaping () throws -> Void
    ) throws {
        self.seed = seed
        let scheduler = Scheduler(seed: seed, surroundings: surroundings)
        let outcome = Outcome()
        let site = CreationSite(fileID: #fileID, line: #line)
        scheduler.launch(name: "main", stackSize: nil, site: site) {
            do { try body() } catch { outcome.error = error }
            outcome.didEnd = true
            scheduler.haltTime()
        }
        let start = scheduler.clock.now
        scheduler.run()
        if let error = outcome.error { throw error }
        didEnd = outcome.didEnd
        stranded = scheduler.fibers.map {
            let things = $0.waitSubject.map { " \($0)" } ?? ""
            return Stranded(description: "\($0.title), waiting: \($0.waitReason.description)\(things)")
        }
        elapsed = .nanoseconds(Int64(clamping: scheduler.clock.now.nanoseconds(since: start)))
    }

    private final class Outcome: @unchecked Sendable {
        // Safety: a seeded run has one thread.
        var error: (any Error)?
        var didEnd = false
    }
}
