import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import BraidTesting
import Testing

@Suite struct SyncDeadlineTests {
    @Test func aMutexIsWaitedForNoLongerThanItsDeadline() async throws {
        try await forSeeds {
            let (mutex, start) = (Sync.Mutex(0), Goroutine.Instant.now)
            mutex.lock()
            let error = caught { () throws(ContextError) in try mutex.lock(within: .seconds(5)) }
            #expect(error == .deadlineExceeded)
            #expect(start.duration(to: .now) == .seconds(5))
            #expect(throws: ContextError.deadlineExceeded) { try mutex.withLock(within: .zero) { $0 += 1 } }
            mutex.unlock()
            try mutex.withLock(within: .zero) { $0 += 1 }
            mutex.withLock { #expect($0 == 1) }
        }
    }

    @Test func whoGetsTheMutexInTimeHoldsIt() async throws {
        try await forSeeds {
            let mutex = Sync.Mutex(0)
            mutex.lock()
            go {
                sleep(.seconds(1))
                mutex.unlock()
            }
            try mutex.lock(within: .seconds(2))
            #expect(!mutex.tryLock())
            mutex.unlock()
        }
    }

    @Test func aMutexIsWaitedForNoLongerThanItsContext() async throws {
        try await forSeeds {
            let (mutex, group) = (Sync.Mutex(0), WaitGroup())
            let (context, cancel) = Context.background.withCancel()
            mutex.lock()
            for _ in 0..<3 {
                group.go {
                    let error = caught { () throws(ContextError) in try mutex.lock(in: context) }
                    #expect(error == .cancelled)
                }
            }
            sleep(.seconds(1))
            cancel()
            group.wait()
            mutex.unlock()
            #expect(throws: ContextError.cancelled) { try mutex.withLock(in: context) { $0 += 1 } }
            mutex.withLock { #expect($0 == 0) }
        }
    }

    /// Those who stay are served, whoever of the others gives up, in a starving mutex too.
    @Test func whoGivesUpAMutexKeepsNobodyElseFromIt() async throws {
        try await forSeeds(200) {
            let (mutex, group, served) = (Sync.Mutex(0), WaitGroup(), Tally())
            for number in 0..<12 {
                group.go {
                    if number % 2 == 0 {
                        mutex.withLock { _ in sleep(.microseconds(700)) }
                        served.add()
                    } else {
                        do {
                            try mutex.withLock(within: .microseconds(300 * number)) { _ in Goroutine.yield() }
                        } catch {}
                    }
                }
            }
            group.wait()
            #expect(served.value == 6)
            #expect(mutex.tryLock())
        }
    }

    /// Real threads: a hand-over and a deadline race, and one of them wins.
    @Test func deadlinesRaceUnlocksOnRealThreads() async throws {
        try await onPlainThread {
            let (mutex, group, entered) = (Sync.Mutex(0), WaitGroup(), Tally())
            for number in 0..<8 {
                group.go {
                    for round in 0..<300 {
                        do {
                            try mutex.withLock(within: .microseconds((number + round) % 20)) { count in
                                count += 1
                                if round % 16 == 0 { Goroutine.yield() }
                            }
                            entered.add()
                        } catch {}
                    }
                }
            }
            group.wait()
            mutex.withLock { #expect($0 == entered.value) }
        }
    }

    @Test func aConditionIsWaitedForNoLongerThanItsDeadline() async throws {
        try await forSeeds {
            let mutex = Sync.Mutex(0)
            let condition = Sync.Cond(mutex)
            mutex.lock()
            let error = caught { () throws(ContextError) in try condition.wait(within: .seconds(3)) }
            #expect(error == .deadlineExceeded)
            // Locked again.
            #expect(!mutex.tryLock())
            mutex.unlock()
        }
    }

    /// Go's example of AfterFunc with a Cond, without AfterFunc.
    @Test func aConditionIsWaitedForNoLongerThanItsContext() async throws {
        try await forSeeds {
            let mutex = Sync.Mutex(0)
            let (condition, group) = (Sync.Cond(mutex), WaitGroup())
            let (context, cancel) = Context.background.withCancel()
            for _ in 0..<4 {
                group.go {
                    mutex.lock()
                    defer { mutex.unlock() }
                    let error = caught { () throws(ContextError) in try condition.wait(in: context) }
                    #expect(error == .cancelled)
                }
            }
            sleep(.seconds(1))
            cancel()
            group.wait()
            mutex.lock()
            #expect(throws: ContextError.cancelled) { try condition.wait(in: context) }
            mutex.unlock()
        }
    }

    /// A signal goes to one who waits, not to one who has given up.
    @Test func aSignalIsNotLostToOneWhoHasGivenUp() async throws {
        try await forSeeds {
            let mutex = Sync.Mutex(())
            let (condition, group, woken) = (Sync.Cond(mutex), WaitGroup(), Tally())
            group.go {
                mutex.lock()
                #expect(throws: ContextError.deadlineExceeded) { try condition.wait(within: .seconds(1)) }
                mutex.unlock()
            }
            group.go {
                sleep(.milliseconds(500))
                mutex.lock()
                condition.wait()
                woken.add()
                mutex.unlock()
            }
            sleep(.seconds(2))
            condition.signal()
            group.wait()
            #expect(woken.value == 1)
        }
    }

    @Test func aWriterThatGivesUpLetsTheReadersInWhomItKeptOut() async throws {
        try await forSeeds {
            let (mutex, group, read) = (Sync.RWMutex(0), WaitGroup(), Flag())
            mutex.readLock()
            group.go {
                #expect(throws: ContextError.deadlineExceeded) { try mutex.lock(within: .seconds(2)) }
            }
            sleep(.seconds(1))
            group.go {
                mutex.readLock()
                read.raise()
                mutex.readUnlock()
            }
            sleep(.milliseconds(500))
            #expect(!read.isRaised)
            sleep(.seconds(1))
            #expect(read.isRaised)
            mutex.readUnlock()
            group.wait()
            #expect(mutex.tryLock())
        }
    }

    @Test func aReaderWaitsNoLongerThanItsContextOrDeadline() async throws {
        try await forSeeds {
            let mutex = Sync.RWMutex(0)
            let (context, cancel) = Context.background.withCancel()
            mutex.lock()
            #expect(throws: ContextError.deadlineExceeded) { try mutex.readLock(within: .seconds(1)) }
            go {
                sleep(.seconds(1))
                cancel()
            }
            #expect(throws: ContextError.cancelled) { try mutex.readLock(in: context) }
            #expect(throws: ContextError.cancelled) { try mutex.lock(in: context) }
            mutex.unlock()
            try mutex.readLock(within: .zero)
            try mutex.readLock(in: .background)
            #expect(!mutex.tryLock())
        }
    }

    @Test func permitsAndGroupsAreWaitedForNoLongerThanTheirDeadline() async throws {
        try await forSeeds {
            let (semaphore, group) = (Sync.Semaphore(1), WaitGroup())
            semaphore.acquire()
            group.add()
            #expect(throws: ContextError.deadlineExceeded) { try semaphore.acquire(within: .seconds(1)) }
            #expect(throws: ContextError.deadlineExceeded) { try group.wait(within: .seconds(1)) }
            semaphore.release()
            group.done()
            try semaphore.acquire(within: .zero)
            try group.wait(within: .zero)
        }
    }

    @Test func aValueIsReadAndChangedNoLaterThanADeadlineOrContext() async throws {
        try await forSeeds {
            let mutex = Sync.RWMutex(1)
            let (context, cancel) = Context.background.withCancel()
            mutex.lock()
            #expect(throws: ContextError.deadlineExceeded) {
                try mutex.withReadLock(within: .seconds(1)) { $0 }
            }
            #expect(throws: ContextError.deadlineExceeded) {
                try mutex.withLock(within: .seconds(1)) { $0 += 1 }
            }
            go {
                sleep(.seconds(1))
                cancel()
            }
            #expect(throws: ContextError.cancelled) { try mutex.withReadLock(in: context) { $0 } }
            #expect(throws: ContextError.cancelled) { try mutex.withLock(in: context) { $0 += 1 } }
            mutex.unlock()
            try mutex.withLock(within: .zero) { $0 += 1 }
            try mutex.withLock(in: .background) { $0 += 1 }
            try #expect(mutex.withReadLock(within: .zero) { $0 } == 3)
            try #expect(mutex.withReadLock(in: .background) { $0 } == 3)
            #expect(mutex.tryLock())
        }
    }

    /// The time counts for all signals together: each of these comes before a wait of its own would have ended.
    @Test func whatACondWaitsForHasToComeInTime() async throws {
        try await forSeeds {
            let count = Sync.Mutex(0)
            let (changed, start) = (Sync.Cond(count), Goroutine.Instant.now)
            let counter = spawn { () throws(Never) in
                for _ in 0..<5 {
                    sleep(.seconds(2))
                    count.withLock { $0 += 1 }
                    changed.broadcast()
                }
            }
            #expect(throws: ContextError.deadlineExceeded) {
                try changed.withLock(within: .seconds(3), when: { $0 == 4 }) { _ in }
            }
            #expect(start.duration(to: .now) == .seconds(3))
            try changed.withLock(within: .seconds(10), when: { $0 == 4 }) { $0 = 10 }
            let (context, cancel) = Context.background.withCancel()
            go {
                sleep(.seconds(1))
                cancel()
            }
            #expect(throws: ContextError.cancelled) {
                try changed.withLock(in: context, when: { $0 == 4 }) { _ in }
            }
            try changed.withLock(in: .background, when: { $0 == 11 }) { $0 = 0 }
            counter.join()
        }
    }
}
