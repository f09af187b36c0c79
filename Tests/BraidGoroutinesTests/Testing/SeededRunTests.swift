import BraidGoroutines
import BraidTestSupport
import BraidTesting
import Testing

@Suite struct SeededRunTests {
    /// The order in which ten goroutines of three steps each take their turns.
    private static func trace(seed: UInt64) throws -> [Int] {
        let trace = Trace<Int>()
        _ = try SeededRun(seed: seed) {
            let group = WaitGroup()
            for number in 0..<10 {
                group.go {
                    for _ in 0..<3 {
                        trace.add(number)
                        Goroutine.yield()
                    }
                }
            }
            group.wait()
        }
        return trace.events
    }

    @Test func theSameSeedGivesTheSameRun() async throws {
        try await onPlainThread {
            for seed in 0..<20 as Range<UInt64> {
                try #expect(SeededRunTests.trace(seed: seed) == SeededRunTests.trace(seed: seed))
            }
        }
    }

    @Test func anotherSeedGivesAnotherRun() async throws {
        try await onPlainThread {
            let traces = try (0..<100).map { try SeededRunTests.trace(seed: $0) }
            #expect(Set(traces).count == 100)
            for trace in traces { #expect(trace.count == 30) }
        }
    }

    @Test func aDeadlockIsReportedWithWhoWaitsForWhat() async throws {
        try await onPlainThread {
            let run = try SeededRun(seed: 4) {
                let (one, other) = (Channel<Int>(line: 7), Channel<Int>(line: 8))
                go(name: "left", line: 11) {
                    _ = one.receive()
                    try other.send(1)
                }
                _ = other.receive()
                try one.send(1)
            }
            #expect(!run.didEnd)
            let reports = run.stranded.map(\.description).sorted()
            #expect(reports.count == 2)
            #expect(reports.first?.hasPrefix("goroutine 1 \"main\"") == true)
            #expect(
                reports.last?.contains("\"left\" created at BraidGoroutinesTests/SeededRunTests.swift:11")
                    == true)
            for (report, line) in zip(reports, [8, 7]) {
                let channel = "the channel made at BraidGoroutinesTests/SeededRunTests.swift:\(line)"
                #expect(report.hasSuffix("waiting: channel receive on \(channel)"))
            }
        }
    }

    @Test func whatIsLeftBehindIsReported() async throws {
        try await onPlainThread {
            let run = try SeededRun(seed: 4) {
                let channel = Channel<Int>()
                go(name: "forgotten") { try channel.send(1) }
            }
            #expect(run.didEnd)
            #expect(run.stranded.map { $0.description.contains("\"forgotten\"") } == [true])
            #expect(run.stranded.first?.description.contains("waiting: channel send on the channel") == true)
        }
    }

    @Test func everyKindOfWaitIsNamed() async throws {
        try await onPlainThread {
            let run = try SeededRun(seed: 4) {
                go { WaitGroup.never.wait() }
                go { _ = spawn { Channel<Int>().receive() }.join() }
                go { sleep(.seconds(1)) }
            }
            let reasons = Set(
                run.stranded.compactMap { stranded -> String? in
                    let wait = stranded.description.split(separator: ": ").last
                    return wait?.split(separator: " on ").first.map(String.init)
                })
            #expect(reasons == ["WaitGroup.wait", "Spawned.join", "channel receive", "sleep"])
        }
    }

    @Test func anErrorOfTheBodyIsThrown() async throws {
        struct Refused: Error {}
        try await onPlainThread {
            _ = #expect(throws: Refused.self) { try SeededRun(seed: 1) { throw Refused() } }
        }
    }

    @Test func afterTheBodyTimeStandsStillButWorkGoesOn() async throws {
        try await onPlainThread {
            let trace = Trace<String>()
            let run = try SeededRun(seed: 1) {
                go {
                    Goroutine.yield()
                    trace.add("worked")
                    sleep(.seconds(1))
                    trace.add("woke")
                }
            }
            #expect(trace.events == ["worked"])
            #expect(run.stranded.count == 1)
            #expect(run.elapsed == .zero)
        }
    }

    @Test func eachSeedIsTriedOnceAndTheFailingOneNamed() async throws {
        struct Refused: Error {}
        try await onPlainThread {
            let tried = Tally()
            let error = #expect(throws: SeedFailure.self) {
                try forEachSeed(10) { if tried.add() == 4 { throw Refused() } }
            }
            #expect(tried.value == 4)
            #expect(error?.seed == 3)
            #expect(error?.description == "seed 3: Refused() (BRAID_SEED=3 runs it alone)")
        }
    }

    @Test func aSeedThatDeadlocksFails() async throws {
        try await onPlainThread {
            let error = #expect(throws: SeedFailure.self) {
                try forEachSeed(1) { _ = Channel<Int>().receive() }
            }
            #expect(error?.reason.hasPrefix("deadlock: goroutine 1 \"main\"") == true)
        }
    }

    @Test func aSeedThatLeavesSomebodyBehindFails() async throws {
        try await onPlainThread {
            let error = #expect(throws: SeedFailure.self) {
                try forEachSeed(1) { go { _ = Channel<Int>().receive() } }
            }
            #expect(error?.reason.hasPrefix("left behind: goroutine 2") == true)
        }
    }
}

extension WaitGroup {
    /// One whose count never reaches zero.
    fileprivate static var never: WaitGroup {
        let group = WaitGroup()
        group.add()
        return group
    }
}
