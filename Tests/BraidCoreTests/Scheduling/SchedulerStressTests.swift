@testable import BraidCore
import BraidTestSupport
import BraidTesting
import Glibc
import Testing

@Suite struct SchedulerStressTests {
    /// Spins without ever parking, until told to end. Gives up after half a minute, so that a failing test ends too.
    private static func burn(until isOver: Flag) -> Bool {
        let clock = Clock(isVirtual: false)
        let limit = clock.now.advanced(by: .seconds(30))
        while !isOver.isRaised {
            if clock.now > limit { return false }
        }
        return true
    }

    @Test func aGoroutineThatBurnsLeavesTimersToTheOtherWorker() async throws {
        try await sleepWhileOthersBurn(workers: 2)
    }

    /// With more workers than two, those who were not called must still come to look after time.
    @Test(arguments: [3, 4])
    func aSleeperFiresWhileAllOthersButOneBurn(workers: Int) async throws {
        try await sleepWhileOthersBurn(workers: workers)
    }

    private func sleepWhileOthersBurn(workers: Int) async throws {
        try await onPlainThread {
            for round in 0..<100 {
                let fired = Flag()
                let free = Tally()
                withScheduler(workers: workers) { scheduler in
                    scheduler.runAll(workers) { index in
                        if index == 0 {
                            let delay = Duration.microseconds(round * 7)
                            Waiter.withCurrent { _ = $0.park(.sleep, until: $0.now.advanced(by: delay)) }
                            fired.raise()
                        } else {
                            for _ in 0..<(round * 5) { Fiber.current?.yield() }
                            if SchedulerStressTests.burn(until: fired) { free.add() }
                        }
                    }
                }
                #expect(free.value == workers - 1, "round \(round)")
            }
        }
    }

    @Test func aGoroutineThatBurnsLeavesDescriptorsToTheOtherWorker() async throws {
        try await onPlainThread {
            for round in 0..<100 {
                let pipe = try Pipe()
                let hasRead = Flag()
                let free = Tally()
                withScheduler(workers: 2) { scheduler in
                    scheduler.runAll(2) { index in
                        if index == 0 {
                            let ending = try scheduler.poller.wait(for: pipe.reading, .read, until: .never)
                            #expect(ending == .done)
                            hasRead.raise()
                        } else {
                            for _ in 0..<(round * 10) { Fiber.current?.yield() }
                            pipe.write("x")
                            if SchedulerStressTests.burn(until: hasRead) { free.add() }
                        }
                    }
                }
                #expect(free.value == 1, "round \(round)")
            }
        }
    }

    /// Goroutines that start goroutines that start goroutines: 9,841 from one.
    @Test(arguments: [1, 2, 4, 8])
    func aTreeOfGoroutinesEnds(workers: Int) async throws {
        try await onPlainThread {
            let scheduler = Scheduler(workers: workers)
            let ran = Tally()
            let latch = Latch(9_841)
            @Sendable func grow(_ depth: Int) {
                ran.add()
                if depth > 0 {
                    for _ in 0..<3 { scheduler.go { grow(depth - 1) } }
                }
                latch.countDown()
            }
            scheduler.go { grow(8) }
            latch.wait()
            scheduler.stop()
            #expect(ran.value == 9_841)
            #expect(scheduler.liveCount == 0)
        }
    }

    /// Schedulers that come and go, with something in flight on each.
    @Test func startingAndStoppingLosesNothing() async throws {
        try await onPlainThread {
            for round in 0..<200 {
                let ran = Tally()
                withScheduler(workers: round % 4 + 1) { scheduler in
                    for _ in 0..<10 { scheduler.go { ran.add() } }
                }
                #expect(ran.value == 10)
            }
        }
    }

    /// A plain thread and a goroutine that wait for each other thousands of times: a lost wake-up would hang.
    @Test(arguments: [1, 2, 4])
    func aPlainThreadAndAGoroutineTakeTurns(workers: Int) async throws {
        try await onPlainThread {
            withScheduler(workers: workers) { scheduler in
                let rounds = isSanitized ? 500 : 5_000
                let (there, back) = ((0..<rounds).map { _ in Latch(1) }, (0..<rounds).map { _ in Latch(1) })
                scheduler.go {
                    for round in 0..<rounds {
                        there[round].wait()
                        back[round].countDown()
                    }
                }
                for round in 0..<rounds {
                    there[round].countDown()
                    back[round].wait()
                }
            }
        }
    }
}
