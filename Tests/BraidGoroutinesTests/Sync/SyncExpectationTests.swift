import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import BraidTesting
import Testing

@Suite struct SyncExpectationTests {
    /// A broadcast wakes who waited before it, whoever begins to wait meanwhile.
    @Test func aNewcomerDoesNotStealABroadcast() async throws {
        try await forSeeds(200) {
            let mutex = Sync.Mutex(())
            let (condition, waits, isOver) = (Sync.Cond(mutex), Channel<Void>(), Flag())
            let group = WaitGroup()
            group.go {
                mutex.lock()
                try waits.send(())
                condition.wait()
                mutex.unlock()
                try waits.send(())
            }
            _ = waits.receive()
            // It holds the mutex until it waits.
            mutex.withLock { _ in }
            group.go { condition.broadcast() }
            group.go {
                mutex.lock()
                while !isOver.isRaised { condition.wait() }
                mutex.unlock()
            }
            _ = waits.receive()
            mutex.withLock { _ in isOver.raise() }
            condition.broadcast()
            group.wait()
        }
    }

    /// Signals wake in the order of the waits, also those who wait again.
    @Test func signalsServeGenerationAfterGeneration() async throws {
        try await forSeeds {
            let (mutex, trace) = (Sync.Mutex(0), Trace<Int>())
            let (condition, group) = (Sync.Cond(mutex), WaitGroup())
            for number in 0..<20 {
                group.go {
                    // One after another, so that their order is known.
                    sleep(.seconds(number))
                    mutex.lock()
                    condition.wait()
                    trace.add(number)
                    mutex.unlock()
                }
            }
            sleep(.seconds(100))
            for number in 0..<20 {
                mutex.withLock { _ in condition.signal() }
                while trace.events.count <= number { Goroutine.yield() }
            }
            group.wait()
            #expect(trace.events == Array(0..<20))
        }
    }

    /// Whoever leaves in the middle has been there.
    @Test func leavingAGoroutineInsideAOnceCountsAsRun() async throws {
        try await forSeeds {
            let (once, runs, group) = (Sync.Once(), Tally(), WaitGroup())
            group.go {
                try once.run {
                    runs.add()
                    try Goroutine.exit()
                }
            }
            group.wait()
            once.run { runs.add() }
            #expect(runs.value == 1)
        }
    }

    @Test func manyAskAOnceOnRealThreads() async throws {
        try await onPlainThread {
            for _ in 0..<200 {
                let (once, runs, group) = (Sync.Once(), Tally(), WaitGroup())
                for _ in 0..<10 {
                    group.go {
                        once.run { runs.add() }
                        // Whoever comes back from it sees what was done.
                        #expect(runs.value == 1)
                    }
                }
                group.wait()
            }
        }
    }

    /// What is in a pool belongs to nobody, and what was taken to one.
    @Test func aPoolGivesNothingToTwoOnRealThreads() async throws {
        try await onPlainThread {
            let (made, group) = (Tally(), WaitGroup())
            let pool = Sync.Pool<Sync.Mutex<Int>> {
                made.add()
                return Sync.Mutex(0)
            }
            for _ in 0..<8 {
                group.go {
                    for round in 0..<500 {
                        let mine = pool.get()
                        #expect(mine.tryLock())
                        if round % 8 == 0 { Goroutine.yield() }
                        mine.unlock()
                        pool.put(mine)
                    }
                }
            }
            group.wait()
            #expect(made.value >= 1 && made.value <= 4_000)
        }
    }
}
