@testable import BraidCore
import BraidTestSupport
import BraidTesting
import Testing

@Suite struct TimersTests {
    /// Calls `body` with a timer, and an open wait, for each deadline.
    private func withTimers(
        _ deadlines: [UInt64], _ body: @escaping @Sendable (Timers, TimerRecords, [Waiter]) -> Void
    ) async throws {
        try await onPlainThread {
            withWaiters(deadlines.count) { waiters in
                body(Timers(), TimerRecords(deadlines, waiters: waiters), waiters)
            }
        }
    }

    @Test func withoutATimerTheNextDeadlineIsNever() async throws {
        try await withTimers([]) { timers, _, _ in
            #expect(timers.nextDeadline == .never)
            #expect(!timers.fire(at: Instant(nanoseconds: .max - 1)))
        }
    }

    @Test func addSaysWhetherItIsTheEarliest() async throws {
        try await withTimers([20, 30, 10, 10]) { timers, records, _ in
            #expect(records.add(0, to: timers))
            #expect(!records.add(1, to: timers))
            #expect(records.add(2, to: timers))
            #expect(!records.add(3, to: timers), "an equal deadline does not shorten anybody's sleep")
            #expect(timers.nextDeadline == Instant(nanoseconds: 10))
        }
    }

    @Test func firesWhatIsDueAndNothingElse() async throws {
        try await withTimers([10, 20, 30]) { timers, records, waiters in
            for index in 0..<3 { records.add(index, to: timers) }
            #expect(!timers.fire(at: Instant(nanoseconds: 9)))
            #expect(timers.fire(at: Instant(nanoseconds: 20)), "a deadline that is now is due")
            #expect(timers.nextDeadline == Instant(nanoseconds: 30))
            #expect(waiters.map { $0.ending() } == [.timedOut, .timedOut, nil])
        }
    }

    @Test func ofACrowdTheEarliestFireAndTheOthersStayDue() async throws {
        try await withTimers([30, 10, 20]) { timers, records, waiters in
            for index in 0..<3 { records.add(index, to: timers) }
            #expect(timers.fire(at: Instant(nanoseconds: 40), most: 2))
            #expect(timers.nextDeadline == Instant(nanoseconds: 30))
            #expect(waiters.map { $0.ending() } == [nil, .timedOut, .timedOut])
        }
    }

    @Test func aCancelledTimerDoesNotFire() async throws {
        try await withTimers([10, 20]) { timers, records, waiters in
            for index in 0..<2 { records.add(index, to: timers) }
            records.cancel(0, in: timers)
            #expect(timers.nextDeadline == Instant(nanoseconds: 20))
            #expect(timers.fire(at: Instant(nanoseconds: 20)))
            #expect(waiters.map { $0.ending() } == [nil, .timedOut])
        }
    }

    @Test func cancellingAfterItHasFiredIsHarmless() async throws {
        try await withTimers([10]) { timers, records, _ in
            records.add(0, to: timers)
            timers.fire(at: Instant(nanoseconds: 10))
            records.cancel(0, in: timers)
            #expect(timers.nextDeadline == .never)
        }
    }

    @Test func aResetTimerFiresAtItsNewDeadlineOnly() async throws {
        try await withTimers([10, 20]) { timers, records, waiters in
            for index in 0..<2 { records.add(index, to: timers) }
            #expect(records.reset(0, to: 30, in: timers) == (wasSet: true, isEarliest: false))
            #expect(timers.nextDeadline == Instant(nanoseconds: 20))
            timers.fire(at: Instant(nanoseconds: 20))
            #expect(records.reset(0, to: 25, in: timers) == (wasSet: true, isEarliest: true))
            timers.fire(at: Instant(nanoseconds: 25))
            #expect(waiters.map { $0.ending() } == [.timedOut, .timedOut])
        }
    }

    @Test func aTimerThatHasFiredIsSetAgainByAReset() async throws {
        try await withTimers([10, 40]) { timers, records, _ in
            for index in 0..<2 { records.add(index, to: timers) }
            timers.fire(at: Instant(nanoseconds: 10))
            #expect(records.reset(0, to: 30, in: timers) == (wasSet: false, isEarliest: true))
            #expect(timers.nextDeadline == Instant(nanoseconds: 30))
        }
    }

    @Test func aWaitThatWasEndedByAPartnerIsNotEndedAgain() async throws {
        try await withTimers([10]) { timers, records, waiters in
            records.add(0, to: timers)
            #expect(waiters[0].claim(.done))
            #expect(!timers.fire(at: Instant(nanoseconds: 10)), "nobody was woken")
            waiters[0].ready()
            #expect(waiters[0].ending() == .done)
            #expect(timers.nextDeadline == .never)
        }
    }

    /// Goroutines whose deadlines are equal run in the order in which they went to sleep, in any seeded run the timer
    /// order decides first: with one of them at a time runnable, there is no choice left to the seed.
    @Test func deadlinesComeInOrder() async throws {
        try await onPlainThread {
            let woken = Shared([Int]())
            try forEachSeed(20) {
                woken.withLock { $0 = [] }
                let latch = Latch(5)
                for (index, delay) in [50, 10, 40, 20, 30].enumerated() {
                    Scheduler.current.go {
                        Waiter.withCurrent {
                            _ = $0.park(.sleep, until: Instant(nanoseconds: UInt64(delay)))
                        }
                        woken.withLock { $0.append(index) }
                        latch.countDown()
                    }
                }
                latch.wait()
                #expect(woken.value == [1, 3, 4, 2, 0])
            }
        }
    }
}
