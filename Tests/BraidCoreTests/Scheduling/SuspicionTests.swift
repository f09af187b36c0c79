import Testing

@testable import BraidCore

/// Whom the monitor replaces, look for look. Times are what the test says they are.
@Suite struct SuspicionTests {
    private final class Worker: Suspect {
        var stay: UInt64?
        var cpuTime: UInt64 = 0
        var isBlocked: Bool?
        var wasReplaced = false
        var backlog = Backlog.none

        init(stay: UInt64? = 1, isBlocked: Bool? = false) {
            (self.stay, self.isBlocked) = (stay, isBlocked)
        }
    }

    /// A monitor whose workers may be told to compute.
    private struct Watch {
        var suspicion = Suspicion<Worker>()
        var now: UInt64 = 0
        var mostComputing = 16

        /// One look, after a pause and whatever computing that leaves time for. Who is named is replaced.
        mutating func look(
            at workers: [Worker], after microseconds: UInt64 = 1_000, somebodyWaits: Bool = true,
            computing: [Worker] = []
        ) -> [Worker] {
            now += microseconds * 1_000
            for worker in computing { worker.cpuTime += microseconds * 1_000 }
            let stuck = suspicion.look(
                at: workers, now: now, somebodyWaits: somebodyWaits, mostComputing: mostComputing,
                backlog: \.backlog
            ).map(\.worker)
            for worker in stuck { worker.wasReplaced = true }
            return stuck
        }

        /// A worker blocks every 100 microseconds, until this is a long streak.
        mutating func beginStreak() {
            for _ in 0..<Suspicion<Worker>.longStreak {
                let blocked = Worker(isBlocked: true)
                _ = look(at: [blocked], after: 100)
                _ = look(at: [blocked], after: 100)
            }
        }
    }

    @Test func oneThatBlocksInTheKernelIsReplacedAtTheSecondLook() {
        var watch = Watch()
        let worker = Worker(isBlocked: true)
        #expect(watch.look(at: [worker]).isEmpty)
        #expect(watch.look(at: [worker]).first === worker)
        #expect(watch.look(at: [worker]).isEmpty, "it has been")
    }

    @Test func oneThatWaitsForAProcessorIsNot() {
        var watch = Watch()
        let worker = Worker()
        for _ in 0..<10 { #expect(watch.look(at: [worker]).isEmpty) }
    }

    @Test func oneThatChangesGoroutinesOrHasNoneIsNot() {
        var watch = Watch()
        let (busy, idle) = (Worker(isBlocked: true), Worker(stay: nil, isBlocked: true))
        for stay in 1...50 {
            busy.stay = UInt64(stay)
            #expect(watch.look(at: [busy, idle]).isEmpty)
        }
    }

    @Test func oneThatComputesIsReplacedAfterTenMilliseconds() {
        var watch = Watch()
        let worker = Worker()
        for _ in 0...9 { #expect(watch.look(at: [worker], computing: [worker]).isEmpty) }
        #expect(watch.look(at: [worker], computing: [worker]).first === worker)
    }

    /// As after SIGSTOP and SIGCONT, or when a control group has used its share up: nobody has computed meanwhile.
    @Test func aPauseOfTheWholeProcessIsNoComputation() {
        var watch = Watch()
        let worker = Worker()
        #expect(watch.look(at: [worker], computing: [worker]).isEmpty)
        #expect(watch.look(at: [worker], after: 1_000_000).isEmpty)
        for _ in 1...4 { #expect(watch.look(at: [worker], computing: [worker]).isEmpty) }
        #expect(watch.look(at: [worker], computing: [worker]).first === worker)
    }

    /// On a machine where it does not get its turn in time.
    @Test func oneThatComputesIsReplacedThoughTheMonitorLooksSeldom() {
        var watch = Watch()
        let worker = Worker()
        for _ in 0..<2 {
            #expect(watch.look(at: [worker], after: 50_000, computing: [worker]).isEmpty)
        }
        #expect(watch.look(at: [worker], after: 50_000, computing: [worker]).first === worker)
    }

    @Test func oneThatComputesIsNotReplacedWhileAnotherGoesFromGoroutineToGoroutine() {
        var watch = Watch()
        let (computing, serving) = (Worker(), Worker())
        for stay in 1...100 {
            serving.stay = UInt64(stay)
            #expect(watch.look(at: [computing, serving], computing: [computing]).isEmpty)
        }
        // Until that one stays with a goroutine as well.
        var replaced: [Worker] = []
        for _ in 0..<10 {
            replaced += watch.look(at: [computing, serving], computing: [computing, serving])
        }
        #expect(replaced.count == 2)
    }

    @Test func oneThatComputesIsNotReplacedWhileAnotherHasNothingToDo() {
        var watch = Watch()
        let (computing, idle) = (Worker(), Worker(stay: nil))
        for _ in 0..<100 { #expect(watch.look(at: [computing, idle], computing: [computing]).isEmpty) }
    }

    /// Who has enough to do in its own seat does not look into others.
    @Test func oneThatComputesIsReplacedIfNobodyTakesWhatWaitsInItsSeat() {
        var watch = Watch()
        let (computing, serving) = (Worker(), Worker())
        computing.backlog = Backlog(count: 1, takings: 7)
        var replaced: [Worker] = []
        for stay in 1...10 {
            serving.stay = UInt64(stay)
            replaced += watch.look(at: [computing, serving], computing: [computing])
        }
        #expect(replaced.isEmpty)
        computing.backlog = Backlog(count: 1, takings: 8)
        for stay in 11...21 {
            serving.stay = UInt64(stay)
            #expect(replaced.isEmpty, "somebody took something at look 11")
            replaced += watch.look(at: [computing, serving], computing: [computing])
        }
        #expect(replaced.first === computing)
    }

    @Test func noMoreComputeAtOnceThanTheLimitSays() {
        var watch = Watch()
        watch.mostComputing = 3
        let workers = (0..<5).map { _ in Worker() }
        var replaced: [Worker] = []
        for _ in 0..<20 { replaced += watch.look(at: workers, computing: workers) }
        #expect(replaced.count == 3)
        // One of them ends its computation: there is room for another.
        replaced[0].stay = nil
        for _ in 0..<20 { replaced += watch.look(at: workers, computing: workers) }
        #expect(replaced.count == 4)
    }

    @Test func oneReplacedInTheKernelTakesNoRoomFromThoseThatCompute() {
        var watch = Watch()
        watch.mostComputing = 1
        let (blocked, computing) = (Worker(isBlocked: true), Worker())
        var replaced: [Worker] = []
        for _ in 0..<20 { replaced += watch.look(at: [blocked, computing], computing: [computing]) }
        #expect(replaced.count == 2)
    }

    /// Of many that share a processor most have not computed since the last look.
    @Test func thoseWhoWaitForAProcessorCountAsComputing() {
        var watch = Watch()
        watch.mostComputing = 3
        let workers = (0..<5).map { _ in Worker() }
        var replaced: [Worker] = []
        for look in 0..<100 { replaced += watch.look(at: workers, computing: [workers[look % 5]]) }
        #expect(replaced.count == 3)
    }

    /// A spare: it has no time for anybody before it is called.
    @Test func oneThatComputesIsReplacedThoughAnotherRests() {
        var watch = Watch()
        let (computing, resting) = (Worker(), Worker(stay: nil))
        resting.wasReplaced = true
        for _ in 0...9 { #expect(watch.look(at: [computing, resting], computing: [computing]).isEmpty) }
        #expect(watch.look(at: [computing, resting], computing: [computing]).first === computing)
    }

    /// As in a process that has no descriptor left to ask with.
    @Test func whereTheKernelDoesNotSayAllThatBlockAreReplaced() {
        var watch = Watch()
        var workers = [Worker(isBlocked: nil)]
        var looks = 0
        while workers.count <= 100, looks < 10_000 {
            looks += 1
            workers += watch.look(at: workers).map { _ in Worker(isBlocked: nil) }
        }
        #expect(workers.count == 101)
    }

    @Test func whereTheKernelDoesNotSayNoMoreComputeAtOnceThanTheLimitSays() {
        var watch = Watch()
        var workers = [Worker(isBlocked: nil)]
        var turn = 0
        for look in 0..<2_000 {
            // On one processor, one after another, four milliseconds each.
            if look % 4 == 0 { turn = (turn + 1) % workers.count }
            workers += watch.look(at: workers, computing: [workers[turn]]).map { _ in Worker(isBlocked: nil) }
        }
        #expect(workers.count == 17)
    }

    @Test func oneInTheKernelIsReplacedThoughNobodyWaitsWhenItHasBeenQuiet() {
        var watch = Watch()
        let worker = Worker(isBlocked: true)
        for _ in 0..<Suspicion<Worker>.quietLooks {
            #expect(watch.look(at: [worker], somebodyWaits: false).isEmpty)
        }
        #expect(watch.look(at: [worker], somebodyWaits: false).first === worker)
    }

    @Test func oneThatComputesIsNotReplacedWhileNobodyWaits() {
        var watch = Watch()
        let worker = Worker()
        for _ in 0..<100 {
            #expect(watch.look(at: [worker], somebodyWaits: false, computing: [worker]).isEmpty)
        }
    }

    @Test func inAStreakTheFirstLookIsEnough() {
        var watch = Watch()
        watch.beginStreak()
        let worker = Worker(isBlocked: true)
        #expect(watch.look(at: [worker], after: 60).first === worker)
    }

    @Test func aStreakOutlastsTheTimeThatAWorkerNeedsToStart() {
        var watch = Watch()
        watch.beginStreak()
        let worker = Worker()
        #expect(watch.look(at: [worker], after: 60).isEmpty)
        let next = Worker(isBlocked: true)
        #expect(watch.look(at: [next], after: 60).first === next)
    }

    @Test func aStreakEndsAfterAMillisecondWithoutAnybodyToReplace() {
        var watch = Watch()
        watch.beginStreak()
        #expect(watch.look(at: []).isEmpty)
        let worker = Worker(isBlocked: true)
        #expect(watch.look(at: [worker], after: 60).isEmpty)
    }

    /// It is seen with a goroutine for the first time then, and not after a whole pause.
    @Test func aWorkerThatIsOnItsWayToSomebodyIsLookedForSoon() {
        var watch = Watch()
        let worker = Worker(stay: nil)
        _ = watch.look(at: [worker], somebodyWaits: false)
        #expect(watch.suspicion.pause == 1_000_000)
        _ = watch.look(at: [worker])
        #expect(watch.suspicion.pause == 250_000)
        worker.stay = 1
        _ = watch.look(at: [worker])
        #expect(watch.suspicion.pause == 1_000_000)
    }

    @Test func looksComeFasterInAStreakAndSlowerWhenItIsQuiet() {
        var watch = Watch()
        #expect(watch.suspicion.pause == 1_000_000)
        let worker = Worker(isBlocked: true)
        _ = watch.look(at: [worker])
        _ = watch.look(at: [worker])
        #expect(watch.suspicion.pause == 250_000)
        watch.beginStreak()
        #expect(watch.suspicion.pause == 62_500)
        for _ in 0..<20 { _ = watch.look(at: [], somebodyWaits: false) }
        #expect(watch.suspicion.pause == 5_000_000)
        watch.suspicion.endQuiet()
        #expect(watch.suspicion.pause == 1_000_000)
    }
}
