import Braid
import BraidTestSeeds
import BraidTestSupport
import BraidTesting
import Testing

/// The tests' own tool: here, because here all the places come together in which an expectation may fail.
@Suite struct NamedSeedTests {
    private struct Failure: Error {}

    @Test func anExpectationThatFailsNamesItsSeedWhereverItStands() async throws {
        let places = [
            "a goroutine", "another goroutine", "a script", "a timer", "a reaction", "a coroutine",
            "an async function", "a task",
        ]
        let lines = Shared<[String]>([])
        try await onPlainThread {
            let seed = NamedSeed(3) { line in
                lines.withLock { $0.append(line) }
                return true
            }
            try seed.check {
                Issue.record("in a goroutine")
                let group = WaitGroup()
                group.go { Issue.record("in another goroutine") }
                group.wait()
                try EventLoop.runUntilIdle {
                    Issue.record("in a script")
                    setTimeout(.seconds(1)) { Issue.record("in a timer") }
                    Promise.resolve().then { Issue.record("in a reaction") }
                    createTask { Issue.record("in a coroutine") }
                    Promise.async { Issue.record("in an async function") }
                }
                let isOver = Channel<Void>()
                Task(executorPreference: .goroutines) {
                    Issue.record("in a task")
                    try isOver.close()
                }
                isOver.receive()
            }
        }
        #expect(lines.value.count == places.count)
        for place in places { #expect(lines.value.contains { $0.contains("in \(place)") }) }
        for line in lines.value {
            #expect(line.hasPrefix("seed 3: ") && line.contains("NamedSeedTests.swift"))
            #expect(line.hasSuffix("(BRAID_SEED=3 runs it alone)"))
        }
    }

    @Test func whatIsThrownHasTheSeedInItsErrorOnly() async throws {
        let lines = Shared<[String]>([])
        try await onPlainThread {
            let seed = NamedSeed(4) { line in
                lines.withLock { $0.append(line) }
                return true
            }
            let failure = #expect(throws: SeedFailure.self) { try seed.check { throw Failure() } }
            #expect(failure?.description == "seed 4: Failure() (BRAID_SEED=4 runs it alone)")
        }
        #expect(lines.value.isEmpty)
    }
}
