@testable import BraidCore
import BraidTestSupport
import BraidTesting
import Testing

#if DEBUG
    /// Ranks are checked in debug builds only.
    @Suite struct LockRankCrashTests {
        @Test func aLowerRankAfterAHigherStopsTheProgram() async {
            let death = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                let higher = Lock(.scheduler)
                let lower = Lock(.door)
                higher.withLock { lower.withLock {} }
            }
            #expect(
                death?.standardErrorContent.says("lock order: took the lock of door while holding") == true)
        }

        @Test func twoOfOneRankStopTheProgram() async {
            let death = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                let one = Lock(.door)
                let other = Lock(.door)
                one.withLock { other.withLock {} }
            }
            #expect(death?.standardErrorContent.says("lock order") == true)
        }

        @Test func parkingWithALockStopsTheProgram() async {
            let death = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                let lock = Lock(.door)
                lock.withLock {
                    Waiter.withCurrent { _ = $0.park(.none, until: Instant(nanoseconds: 0)) }
                }
            }
            #expect(death?.standardErrorContent.says("parked while holding a lock of the core") == true)
        }

        @Test func yieldingWithALockStopsTheProgram() async {
            let death = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                try await onPlainThread {
                    withScheduler(workers: 1) { scheduler in
                        scheduler.runAll(1) { _ in Lock(.door).withLock { Fiber.current?.yield() } }
                    }
                }
            }
            #expect(death?.standardErrorContent.says("parked while holding a lock of the core") == true)
        }

        @Test func aHigherRankAfterALowerIsRight() {
            Lock(.door).withLock { Lock(.poller).withLock { Lock(.stacks).withLock {} } }
        }
    }
#endif
