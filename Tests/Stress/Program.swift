// Stress › Program: what one seed makes: a few parts, run at the same time on one scheduler.

internal import BraidGoroutines
internal import BraidTestSupport

/// Something that goroutines do together, and what must hold when they have done it.
struct Part: Sendable {
    let name: String
    /// Whether it needs real threads or real time: the seeded scheduler has neither.
    var isReal = false
    /// Runs it to its end, as a goroutine. All that it draws comes from the generator.
    let run: @Sendable (inout SeededGenerator) throws -> Void
}

struct Program: Sendable, CustomStringConvertible {
    let seed: UInt64
    private let parts: [(part: Part, random: SeededGenerator)]

    init(seed: UInt64) {
        self.seed = seed
        var random = SeededGenerator(seed: seed)
        parts = (0..<random.number(1...6)).map { _ in
            (Part.all[random.number(0...Part.all.count - 1)], random.fork())
        }
    }

    var description: String { "parts: " + parts.map(\.part.name).joined(separator: ", ") }

    /// Whether the seeded scheduler can run it.
    var isSeedable: Bool { !parts.contains { $0.part.isReal } }

    /// Runs all parts, as a goroutine or a plain thread, until the last has ended.
    func run() {
        let group = WaitGroup()
        for (part, random) in parts {
            group.go(name: part.name) {
                var random = random
                do { try part.run(&random) } catch { Verdicts.fail("\(part.name) threw \(error)") }
            }
        }
        group.wait()
    }
}

extension Part {
    static let all = [
        market, pipeline, closing, locks, boundedQueue, gates, tree, farewells, tokens, timers, tickers,
        sleeps, contexts, nurseries, deepStacks, descriptors, blocking, computing, plainThreads, tasks,
        cancelledTasks, pinned, workerChanges,
    ]
}

extension SeededGenerator {
    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    /// True once in so many times.
    mutating func isOne(in count: Int) -> Bool { number(1...count) == 1 }

    mutating func microseconds(_ range: ClosedRange<Int>) -> Duration { .microseconds(number(range)) }

    /// Another sequence, for another goroutine: what each draws must not depend on who runs first.
    mutating func fork() -> SeededGenerator { SeededGenerator(seed: next()) }
}
