import BraidCore
import BraidGoroutines
import BraidTestSupport
import BraidTesting
import Glibc
import Testing

@Suite struct LeakedGoroutinesTests {
    private struct Failure: Error {}

    @Test func aBodyThatLeavesNobodyReturnsItsValue() async throws {
        try await onPlainThread {
            let sum = try assertNoLeakedGoroutines {
                let (values, group) = (Channel<Int>(capacity: 10), WaitGroup())
                for number in 1...4 { group.go { try values.send(number) } }
                group.wait()
                return (1...4).reduce(0) { sum, _ in sum + (values.receive() ?? 0) }
            }
            #expect(sum == 10)
        }
    }

    @Test func oneThatIsAboutToEndIsNoLeak() async throws {
        try await onPlainThread {
            for _ in 0..<20 {
                try assertNoLeakedGoroutines {
                    let values = Channel<Int>()
                    go {
                        try values.send(1)
                        for _ in 0..<50 { Goroutine.yield() }
                        BraidGoroutines.sleep(.milliseconds(1))
                    }
                    _ = values.receive()
                }
            }
        }
    }

    /// It has only to leave the processor, which may take longer than the patience lasts.
    @Test func theBodysOwnGoroutineIsNoLeak() async throws {
        try await onPlainThread {
            for _ in 0..<200 { try assertNoLeakedGoroutines(patience: .zero) {} }
        }
    }

    @Test func whoIsLeftBehindIsNamedWithWhatHeWaitsFor() async throws {
        try await onPlainThread {
            let leaked = #expect(throws: LeakedGoroutines.self) {
                try assertNoLeakedGoroutines {
                    go(name: "forgotten", line: 88) { _ = Channel<Int>(line: 89).receive() }
                    go(line: 99) {
                        go(line: 100) { try Channel<Int>().send(1) }
                    }
                }
            }
            let words = leaked?.description
            #expect(leaked?.goroutines.count == 2)
            let file = "BraidGoroutinesTests/LeakedGoroutinesTests.swift"
            let forgotten =
                "\"forgotten\" created at \(file):88 [channel receive] on the channel made at \(file):89"
            #expect(words?.contains(forgotten) == true)
            #expect(words?.contains("LeakedGoroutinesTests.swift:100 [channel send]") == true)
        }
    }

    @Test func theBodysErrorIsThrown() async throws {
        try await onPlainThread {
            _ = #expect(throws: Failure.self) { try assertNoLeakedGoroutines { throw Failure() } }
        }
    }

    @Test func aSleeperBeyondThePatienceIsALeak() async throws {
        try await onPlainThread {
            let leaked = #expect(throws: LeakedGoroutines.self) {
                try assertNoLeakedGoroutines(patience: .milliseconds(20)) {
                    go { BraidGoroutines.sleep(.seconds(3_600)) }
                }
            }
            // Whether it has come to its sleep by then is the machine's affair.
            #expect(leaked?.description.contains("LeakedGoroutinesTests.swift") == true)
        }
    }

    @Test func whoHasLostItsWorkerInACallMayStillEnd() async throws {
        try await onPlainThread {
            let pipe = try Pipe()
            pipe.makeReadingBlock()
            let bytes = Channel<UInt8>(capacity: 1)
            try assertNoLeakedGoroutines {
                let scheduler = Scheduler.current
                go { try bytes.send(pipe.readByte() ?? 0) }
                startThread {
                    // The seat has another holder, who has nothing to do, long enough for several looks.
                    while !scheduler.isAtRest { usleep(1_000) }
                    usleep(20_000)
                    pipe.write("x")
                }
            }
            #expect(bytes.tryReceive() == UInt8(ascii: "x"))
        }
    }

    @Test func inASeededRunItFindsWhoIsLeftBehind() async throws {
        try await onPlainThread {
            for seed in 0..<20 as Range<UInt64> {
                let run = try SeededRun(seed: seed) {
                    let early = Channel<Int>()
                    go(name: "from before") { _ = early.receive() }
                    try assertNoLeakedGoroutines {
                        let values = Channel<Int>()
                        go { try values.send(1) }
                        _ = values.receive()
                    }
                    let leaked = #expect(throws: LeakedGoroutines.self) {
                        try assertNoLeakedGoroutines { go(name: "left") { _ = Channel<Int>().receive() } }
                    }
                    #expect(leaked?.goroutines.count == 1)
                    #expect(leaked?.description.contains("\"left\"") == true)
                }
                #expect(run.didEnd)
            }
        }
    }

    @Test func whoIsLeftBehindAndTheBodysErrorAreBothReported() async throws {
        let check: @Sendable () -> Void = {
            let leaked = #expect(throws: LeakedGoroutines.self) {
                try assertNoLeakedGoroutines {
                    go(name: "left") { _ = Channel<Int>().receive() }
                    throw Failure()
                }
            }
            #expect(leaked?.bodyError is Failure)
            #expect(leaked?.count == 1 && leaked?.goroutines.count == 1)
            #expect(leaked?.description.contains("\"left\"") == true)
            #expect(leaked?.description.hasSuffix("and the body threw: Failure()") == true)
        }
        try await onPlainThread {
            check()
            let run = try SeededRun(seed: 1, check)
            #expect(run.didEnd)
        }
    }

    /// While the list is made they are handed from queue to queue: a look may miss them, and they are there.
    @Test func thoseWhoAreNeverAtRestAreCounted() async throws {
        try await onPlainThread {
            let isOver = Flag()
            let leaked = #expect(throws: LeakedGoroutines.self) {
                try assertNoLeakedGoroutines(patience: .milliseconds(50)) {
                    for _ in 0..<3 { go { while !isOver.isRaised { Goroutine.yield() } } }
                }
            }
            #expect(leaked?.count == 3)
            isOver.raise()
        }
    }
}
