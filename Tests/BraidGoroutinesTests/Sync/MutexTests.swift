import BraidCore
import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import BraidTesting
import Testing

@Suite struct MutexTests {
    @Test func oneAtATime() async throws {
        try await forSeeds {
            let (mutex, group) = (Sync.Mutex(0), WaitGroup())
            for _ in 0..<5 {
                group.go {
                    for _ in 0..<3 {
                        mutex.withLock { count in
                            let seen = count
                            Goroutine.yield()
                            sleep(.milliseconds(1))
                            count = seen + 1
                        }
                    }
                }
            }
            group.wait()
            #expect(mutex.withLock { $0 } == 15)
        }
    }

    @Test func tryingFailsWhileItIsHeld() async throws {
        try await forSeeds {
            let mutex = Sync.Mutex(1)
            mutex.lock()
            #expect(!mutex.tryLock())
            #expect(mutex.withLockIfAvailable { $0 } == nil)
            mutex.unlock()
            #expect(mutex.withLockIfAvailable { $0 } == 1)
            #expect(mutex.tryLock())
            mutex.unlock()
        }
    }

    @Test func whatItProtectsIsUnlockedWhenTheBodyThrows() async throws {
        try await bothWays {
            let mutex = Sync.Mutex(1)
            let error = caught { () throws(ChannelClosed) in
                try mutex.withLock { value throws(ChannelClosed) in
                    value = 2
                    throw ChannelClosed()
                }
            }
            #expect(error == ChannelClosed())
            #expect(mutex.withLock { $0 } == 2)
        }
    }

    @Test func anotherGoroutineMayUnlock() async throws {
        try await forSeeds {
            let mutex = Sync.Mutex()
            mutex.lock()
            go {
                sleep(.seconds(1))
                mutex.unlock()
            }
            mutex.lock()
            mutex.unlock()
        }
    }

    /// Somebody who locks again as soon as he has unlocked always beats those who must be woken first, until one of them
    /// has waited for a millisecond.
    @Test func aWaiterOlderThanAMillisecondGetsTheMutexHandedOver() async throws {
        try await forSeeds {
            let (mutex, rounds) = (Sync.Mutex(), Tally())
            let got = Flag()
            go {
                sleep(.microseconds(1))
                mutex.lock()
                got.raise()
                mutex.unlock()
            }
            while !got.isRaised, rounds.add() < 100 {
                mutex.lock()
                sleep(.milliseconds(2))
                mutex.unlock()
            }
            #expect(rounds.value <= 3, "beaten once, it must get the mutex next")
            sleep(.seconds(1))
        }
    }

    @Test func aStarvingMutexIsHandedOverInOrderAndThenWorksAsBefore() async throws {
        try await forSeeds {
            let (mutex, trace, group) = (Sync.Mutex(), Trace<Int>(), WaitGroup())
            for number in 0..<4 {
                group.go {
                    sleep(.microseconds(1 + number))
                    mutex.lock()
                    trace.add(number)
                    sleep(.milliseconds(2))
                    mutex.unlock()
                }
            }
            mutex.lock()
            sleep(.milliseconds(2))
            mutex.unlock()
            mutex.lock()
            sleep(.milliseconds(2))
            mutex.unlock()
            group.wait()
            #expect(trace.events == [0, 1, 2, 3])
            for _ in 0..<3 {
                #expect(mutex.tryLock())
                mutex.unlock()
            }
        }
    }

    @Test func theValueIsReleasedWithTheMutex() async throws {
        let census = Census()
        try await bothWays {
            let mutex = Sync.Mutex(census.citizen())
            mutex.withLock { $0 = census.citizen() }
            #expect(census.living == 1)
        }
        #expect(census.living == 0)
    }

    @Test(arguments: [0, 3])
    func goroutinesAndPlainThreadsOnRealThreads(yields: Int) async throws {
        try await onPlainThread {
            let (mutex, group) = (Sync.Mutex(0), WaitGroup())
            let count = isSanitized ? 500 : 5_000
            let work: @Sendable () -> Void = {
                for _ in 0..<count {
                    mutex.withLock { value in
                        let seen = value
                        for _ in 0..<yields { Goroutine.yield() }
                        value = seen + 1
                    }
                }
                group.done()
            }
            group.add(8)
            for _ in 0..<6 { go { work() } }
            for _ in 0..<2 { _ = PlainThread(name: "locker", work) }
            group.wait()
            #expect(mutex.withLock { $0 } == 8 * count)
        }
    }
}
