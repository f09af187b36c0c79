@testable import BraidCore
import Testing

private typealias Explored = ExploredMemory

/// The last thread that could have gone on begins to wait while the monitor looks for a deadlock and falls asleep, in all
/// interleavings: the monitor sees it, or is woken by it.
///
/// The transitions are those of `Deadlock.threadParks`, `Scheduler.endIfDeadlocked` and `Scheduler.restMonitor`, written once
/// more. Who changes them there changes them here.
@Suite struct StandstillExplorationTests {
    /// What the kernel says of the thread.
    private enum Standing {
        static let elsewhere: UInt = 0
        static let running: UInt = 1
        static let parked: UInt = 2
    }

    private static func lastThreadParks<M: Memory & SendableMetatype>(
        _ memory: M.Type, asksBeforeItSleeps: Bool = true
    ) -> @Sendable (Model) -> Void {
        { model in
            let lock = Explored.Lock()
            let isWatchedFor = Explored.allocate(1, "watched for")[0]
            let standing = Explored.allocate(1, "standing")[0]
            let hasParkedThread = Explored.allocate(1, "has parked thread")[0]
            let isAsleep = Explored.allocate(1, "monitor asleep")[0]
            let parking = ParkingWord<Explored>(word: Explored.allocate(1, "parking")[0])
            var isFound = false

            model.thread("thread") {
                // It comes back from a call that Braid knows nothing about.
                standing.store(Standing.running, .relaxed)
                if isWatchedFor.load(.relaxed) == 1 {
                    let wakes = lock.withLock {
                        hasParkedThread.plainStore(1)
                        defer { isAsleep.plainStore(0) }
                        return isAsleep.plainLoad() == 1
                    }
                    if wakes {
                        parking.unpark()
                    }
                }
                standing.store(Standing.parked, .releasing)
            }
            model.thread("monitor") {
                while true {
                    lock.withLock { hasParkedThread.plainStore(0) }
                    isWatchedFor.store(1, .relaxed)
                    if M.hasBarrierEverywhere { M.barrierEverywhere() }
                    let seen = standing.load(.acquiring)
                    if seen == Standing.parked { break }
                    if seen == Standing.running {
                        // It looks again in a while.
                        Explored.pause()
                        continue
                    }
                    parking.prepare()
                    let mayRest = lock.withLock {
                        if asksBeforeItSleeps, hasParkedThread.plainLoad() == 1 { return false }
                        isAsleep.plainStore(1)
                        return true
                    }
                    guard mayRest else { continue }
                    _ = parking.park(until: .never)
                    lock.withLock { isAsleep.plainStore(0) }
                }
                isFound = true
            }
            model.finally { model.expect(isFound, "nobody saw it") }
        }
    }

    @Test func theMonitorSeesItOrIsWoken() async throws {
        try await explore("standstill", preemptions: nil, Self.lastThreadParks(ExploredMemory.self))
    }

    @Test func theLookRestsOnItsBarrier() async throws {
        let found = try await exploration(
            "standstill, no barrier at all", preemptions: nil, Self.lastThreadParks(ForgetfulMemory.self))
        #expect(found.failure?.failure == .deadlock("monitor sleeps on parking"))
    }

    @Test func fallingAsleepWithoutAskingMissesIt() async throws {
        let found = try await exploration(
            "standstill, asks nobody", preemptions: nil,
            Self.lastThreadParks(ExploredMemory.self, asksBeforeItSleeps: false))
        #expect(found.failure?.failure == .deadlock("monitor sleeps on parking"))
    }
}
