@testable import BraidCore
import BraidTesting
import Synchronization
import Testing

@Suite struct WaiterTests {
    private static let past = Instant(nanoseconds: 0)

    @Test func aWaitIsClaimedOnce() async throws {
        try await onPlainThread {
            Waiter.withCurrent { waiter in
                #expect(waiter.claim(.closed))
                #expect(!waiter.claim(.done))
                waiter.ready()
                #expect(waiter.park(.none) == .closed)
            }
        }
    }

    @Test func aReadyWaitParksForNoTime() async throws {
        try await onPlainThread {
            Waiter.withCurrent { waiter in
                #expect(waiter.claim(.done))
                waiter.ready()
                #expect(waiter.park(.none, until: WaiterTests.past) == .done)
            }
        }
    }

    @Test func aDeadlineInThePastEndsTheWaitOfAThread() async throws {
        try await onPlainThread {
            Waiter.withCurrent { waiter in
                #expect(waiter.park(.none, until: WaiterTests.past) == .timedOut)
                #expect(!waiter.claim(.done), "the time-out claimed it")
            }
        }
    }

    @Test func aDeadlineInThePastEndsTheWaitOfAGoroutine() async throws {
        try await onPlainThread {
            withScheduler(workers: 1) { scheduler in
                scheduler.runAll(1) { _ in
                    Waiter.withCurrent { waiter in
                        #expect(waiter.park(.none, until: WaiterTests.past) == .timedOut)
                    }
                }
            }
        }
    }

    @Test func theNextWaitOfAGoroutineDoesNotSeeTheVerdictOfTheLast() async throws {
        try await onPlainThread {
            withScheduler(workers: 1) { scheduler in
                scheduler.runAll(1) { _ in
                    Waiter.withCurrent { _ = $0.park(.none, until: WaiterTests.past) }
                    Waiter.withCurrent { waiter in
                        #expect(waiter.claim(.done))
                        waiter.ready()
                        #expect(waiter.park(.none) == .done)
                    }
                }
            }
        }
    }

    @Test func aGoroutineReadsItsSchedulersClock() throws {
        let scheduler = Scheduler(seed: 1)
        let now = Atomic<UInt64>(.max)
        scheduler.go { Waiter.withCurrent { now.store($0.now.nanoseconds, ordering: .relaxed) } }
        PlainThread(name: "seeded") { scheduler.run() }.join()
        #expect(now.load(ordering: .relaxed) == 0, "virtual time begins at zero")
    }

    @Test func aLateWakeUpOfAThreadDoesNotEndItsNextWait() async throws {
        try await onPlainThread {
            Waiter.withCurrent { waiter in
                #expect(waiter.claim(.done))
                waiter.ready()
                _ = waiter.park(.none)
            }
            Waiter.withCurrent { waiter in
                #expect(waiter.park(.none, until: WaiterTests.past) == .timedOut)
            }
        }
    }

    @Test func errorsPassThrough() async throws {
        struct Refused: Error {}
        try await onPlainThread {
            _ = #expect(throws: Refused.self) {
                try Waiter.withCurrent { (_) throws(Refused) in throw Refused() }
            }
        }
    }
}
