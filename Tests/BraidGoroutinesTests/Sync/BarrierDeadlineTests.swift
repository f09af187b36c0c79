import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import BraidTesting
import Testing

@Suite struct BarrierDeadlineTests {
    @Test func whoGivesUpHasNotArrived() async throws {
        try await forSeeds {
            let (barrier, group) = (Sync.Barrier(2), WaitGroup())
            #expect(throws: ContextError.deadlineExceeded) { try barrier.wait(within: .seconds(1)) }
            #expect(throws: ContextError.deadlineExceeded) { try barrier.wait(within: .zero) }
            // It takes two others.
            let leaders = Tally()
            for _ in 0..<2 { group.go { if barrier.wait() { leaders.add() } } }
            group.wait()
            #expect(leaders.value == 1)
        }
    }

    @Test func theOthersGoOnWaitingForSomebodyInHisPlace() async throws {
        try await forSeeds {
            let (barrier, group, passed) = (Sync.Barrier(3), WaitGroup(), Tally())
            group.go {
                barrier.wait()
                passed.add()
            }
            group.go {
                #expect(throws: ContextError.deadlineExceeded) { try barrier.wait(within: .seconds(1)) }
            }
            sleep(.seconds(2))
            group.go {
                barrier.wait()
                passed.add()
            }
            sleep(.seconds(1))
            #expect(passed.value == 0)
            try #expect(barrier.wait(within: .zero), "the last does not wait")
            group.wait()
            #expect(passed.value == 2)
        }
    }

    @Test func aContextEndsTheWait() async throws {
        try await forSeeds {
            let (barrier, group) = (Sync.Barrier(2), WaitGroup())
            let (context, cancel) = Context.background.withCancel()
            group.go {
                let error = caught { () throws(ContextError) in try barrier.wait(in: context) }
                #expect(error == .cancelled)
            }
            sleep(.seconds(1))
            cancel()
            group.wait()
            #expect(throws: ContextError.cancelled) { try barrier.wait(in: context) }
            group.go { barrier.wait() }
            try barrier.wait(in: .background)
            group.wait()
        }
    }

    /// One deadline is the moment at which the last arrives: either all three have met, or nobody has.
    @Test func anArrivalAtTheMomentOfADeadlineCountsForAllOrForNobody() async throws {
        try await forSeeds(200) {
            let (barrier, group, met, gaveUp) = (Sync.Barrier(3), WaitGroup(), Tally(), Tally())
            let arrive: @Sendable (Int) -> Void = { delay in
                sleep(.seconds(delay))
                do {
                    try barrier.wait(within: .seconds(2 - delay))
                    met.add()
                } catch {
                    gaveUp.add()
                }
            }
            for delay in [0, 1, 2] { group.go { arrive(delay) } }
            group.wait()
            #expect(met.value == 3 || met.value == 0, "\(met.value) met, \(gaveUp.value) gave up")
            // Whatever came of it, the next round is whole.
            for _ in 0..<3 { group.go { barrier.wait() } }
            group.wait()
        }
    }

    @Test func deadlinesRaceArrivalsOnRealThreads() async throws {
        try await onPlainThread {
            let (barrier, group, leaders, met) = (Sync.Barrier(3), WaitGroup(), Tally(), Tally())
            for number in 0..<6 {
                group.go {
                    for round in 0..<300 {
                        do {
                            let isLast = try barrier.wait(within: .microseconds((number + round) % 20))
                            if isLast { leaders.add() }
                            met.add()
                        } catch {}
                    }
                }
            }
            group.wait()
            #expect(met.value == 3 * leaders.value)
            for _ in 0..<3 { group.go { barrier.wait() } }
            group.wait()
        }
    }
}
