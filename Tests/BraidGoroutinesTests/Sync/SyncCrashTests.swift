import BraidGoroutines
import BraidTestSupport
import BraidTesting
import Testing

@Suite struct SyncCrashTests {
    @Test func unlockingAnUnlockedMutexStopsTheProgram() async {
        let death = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let mutex = Sync.Mutex(0)
            mutex.withLock { $0 += 1 }
            mutex.unlock()
        }
        #expect(
            death?.standardErrorContent.says("unlocked although nobody had locked it")
                == true)
    }

    @Test func unlockingAnUnlockedRWMutexStopsTheProgram() async {
        let writer = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let mutex = Sync.RWMutex()
            mutex.readLock()
            mutex.unlock()
        }
        #expect(writer?.standardErrorContent.says("a writer unlocked although none had locked it") == true)
        let reader = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            Sync.RWMutex().readUnlock()
        }
        #expect(reader?.standardErrorContent.says("a reader unlocked although none had locked it") == true)
    }

    @Test func waitingOnAConditionWithoutItsMutexStopsTheProgram() async {
        let death = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            Sync.Cond(Sync.Mutex(0)).wait()
        }
        #expect(death?.standardErrorContent.says("wait was called without the mutex being locked") == true)
    }

    @Test func releasingMorePermitsThanWereAcquiredStopsTheProgram() async {
        let death = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            Sync.Semaphore(1).release()
        }
        #expect(death?.standardErrorContent.says("more was released than was acquired") == true)
    }

    @Test func askingForMorePermitsThanThereAreStopsTheProgram() async {
        let death = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            Sync.Semaphore(2).acquire(3)
        }
        #expect(death?.standardErrorContent.says("has 2 permits and cannot give 3") == true)
    }

    @Test func aGroupThatLetsNobodyRunStopsTheProgram() async {
        let group = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = ErrGroup(limit: 0)
        }
        #expect(group?.standardErrorContent.says("a limit of 0 goroutines lets none run") == true)
        let nursery = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try withGoroutines(limit: -1) { _ in }
        }
        #expect(nursery?.standardErrorContent.says("a limit of -1 goroutines lets none run") == true)
    }

    @Test func aBarrierForNobodyStopsTheProgram() async {
        let death = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Sync.Barrier(0)
        }
        #expect(death?.standardErrorContent.says("a barrier needs somebody to wait for") == true)
    }
}
