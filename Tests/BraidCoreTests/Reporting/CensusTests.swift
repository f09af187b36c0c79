import BraidTestSupport
import BraidTesting
import CBraidShims
import Glibc
import Testing

@testable import BraidCore

@Suite struct CensusTests {
    /// On real threads, while goroutines come and go on the same stacks: whatever is listed is of one piece.
    @Test func whatIsListedWhileTheyRunIsOfOnePiece() async throws {
        try await onPlainThread {
            withScheduler(workers: 2) { scheduler in
                let (isOver, ended) = (Flag(), Latch(4))
                for lane in 0..<4 {
                    scheduler.go {
                        var line = 1_000 * lane
                        while !isOver.isRaised {
                            line = 1_000 * lane + (line + 1) % 1_000
                            // Name and line say the same, so that half of one and half of another are noticed.
                            let latch = Latch(1)
                            scheduler.go(name: "line \(line)", line: UInt(line)) { latch.countDown() }
                            latch.wait()
                        }
                        ended.countDown()
                    }
                }
                var seen = 0
                for _ in 0..<1_000 {
                    for each in scheduler.census() {
                        guard let name = each.name else { continue }
                        seen += 1
                        #expect(each.site.description.hasSuffix(":\(name.dropFirst(5))"))
                    }
                }
                isOver.raise()
                ended.wait()
                #expect(seen > 0)
            }
        }
    }

    /// Whoever looks marks the reasons; what is woken must not notice.
    @Test func lookingDisturbsNobody() async throws {
        try await onPlainThread {
            withScheduler(workers: 2) { scheduler in
                let (isOver, looking) = (Flag(), Latch(1))
                startThread {
                    while !isOver.isRaised { _ = scheduler.census() }
                    looking.countDown()
                }
                for _ in 0..<50 {
                    let latch = Latch(20)
                    scheduler.runAll(20) { _ in
                        latch.countDown()
                        latch.wait()
                        #expect(Fiber.current?.waitReason == WaitReason.none)
                    }
                }
                isOver.raise()
                looking.wait()
            }
        }
    }

    @Test func whoRunsAndWhoWaitsIsTold() async throws {
        try await onPlainThread {
            withScheduler(workers: 1) { scheduler in
                let (gate, isOver, isUp, ended) = (Latch(1), Flag(), Flag(), Latch(2))
                scheduler.go(name: "waiter") {
                    gate.wait()
                    ended.countDown()
                }
                scheduler.go(name: "runner") {
                    isUp.raise()
                    while !isOver.isRaised { pauseThread() }
                    ended.countDown()
                }
                while !isUp.isRaised { pauseThread() }
                let states = Dictionary(
                    uniqueKeysWithValues: scheduler.census().map { ($0.name ?? "", $0.state) })
                #expect(states["runner"] == .running)
                #expect(states["waiter"] == .waiting(.waitGroup))
                isOver.raise()
                gate.countDown()
                ended.wait()
            }
        }
    }

    @Test func everyThreadOfTheProcessIsListed() async throws {
        try await onPlainThread {
            let numbers = ProcessThreads.numbers
            #expect(numbers.contains(getpid()) && numbers.contains(braid_thread_id()))
            #expect(numbers == numbers.sorted())
        }
    }
}
