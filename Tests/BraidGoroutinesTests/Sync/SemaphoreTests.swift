import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import Testing

@Suite struct SemaphoreTests {
    @Test func noMoreThanThePermitsAtATime() async throws {
        try await forSeeds {
            let (semaphore, inside, group) = (Sync.Semaphore(3), Tally(), WaitGroup())
            for _ in 0..<10 {
                group.go {
                    semaphore.acquire()
                    #expect(inside.add() <= 3)
                    sleep(.seconds(1))
                    inside.add(-1)
                    semaphore.release()
                }
            }
            group.wait()
            #expect(semaphore.tryAcquire(3))
        }
    }

    @Test func semaphoresDoNotBargeFirstComeFirstServed() async throws {
        try await forSeeds {
            let (semaphore, trace, group) = (Sync.Semaphore(4), Trace<Int>(), WaitGroup())
            semaphore.acquire(4)
            for (number, count) in [3, 1, 2, 4].enumerated() {
                group.go {
                    sleep(.milliseconds(number))
                    semaphore.acquire(count)
                    trace.add(count)
                }
            }
            sleep(.seconds(1))
            semaphore.release(2)
            sleep(.seconds(1))
            #expect(trace.events == [], "one permit for the second would keep the first waiting longer")
            #expect(!semaphore.tryAcquire(1))
            semaphore.release(2)
            sleep(.seconds(1))
            #expect(trace.events.sorted() == [1, 3])
            semaphore.release(4)
            sleep(.seconds(1))
            #expect(trace.events.last == 2)
            semaphore.release(2)
            group.wait()
            semaphore.release(4)
            #expect(semaphore.tryAcquire(4))
        }
    }

    @Test func anAcquireEndsWithItsContextAndLetsThoseBehindPass() async throws {
        try await forSeeds {
            let semaphore = Sync.Semaphore(2)
            let (context, cancel) = Context.background.withCancel()
            semaphore.acquire(1)
            let large = spawn { () throws(ContextError) in try semaphore.acquire(2, in: context) }
            sleep(.seconds(1))
            let small = spawn { semaphore.acquire(1) }
            sleep(.seconds(1))
            cancel()
            #expect(caught { () throws(ContextError) in try large.join() } == .cancelled)
            small.join()
            #expect(caught { () throws(ContextError) in try semaphore.acquire(1, in: context) } == .cancelled)
            semaphore.release(2)
            #expect(semaphore.tryAcquire(2))
        }
    }

    /// Between a cancellation and the moment its waiter leaves the queue, what it asked for says nothing of the next.
    @Test func whoIsBehindACancelledRequestGetsNoMoreThanThereIs() async throws {
        try await forSeeds {
            let (semaphore, got) = (Sync.Semaphore(2), Flag())
            let (context, cancel) = Context.background.withCancel()
            semaphore.acquire(2)
            let small = spawn { () throws(ContextError) in try semaphore.acquire(1, in: context) }
            sleep(.seconds(1))
            go {
                semaphore.acquire(2)
                got.raise()
            }
            sleep(.seconds(1))
            cancel()
            semaphore.release(1)
            sleep(.seconds(1))
            #expect(!got.isRaised)
            semaphore.release(1)
            sleep(.seconds(1))
            #expect(got.isRaised)
            #expect(caught { () throws(ContextError) in try small.join() } == .cancelled)
        }
    }

    @Test func cancellationRacesReleasesOnRealThreads() async throws {
        try await bothWays {
            for _ in 0..<(isSanitized ? 20 : 300) {
                let (semaphore, group) = (Sync.Semaphore(2), WaitGroup())
                let (context, cancel) = Context.background.withCancel()
                for worker in 0..<6 {
                    group.go {
                        for _ in 0..<10 {
                            let count = 1 + worker % 2
                            guard (try? semaphore.acquire(count, in: context)) != nil else { return }
                            Goroutine.yield()
                            semaphore.release(count)
                        }
                    }
                }
                group.go {
                    for _ in 0..<20 { Goroutine.yield() }
                    cancel()
                }
                group.wait()
                #expect(semaphore.tryAcquire(2), "no permit was lost")
            }
        }
    }

    /// And keeps nobody waiting who can be served.
    @Test func whoWantsMoreThanThereCanBeWaitsInVain() async throws {
        try await forSeeds {
            let (semaphore, group) = (Sync.Semaphore(2), WaitGroup())
            group.go {
                let error = caught { () throws(ContextError) in try semaphore.acquire(3, within: .seconds(5))
                }
                #expect(error == .deadlineExceeded)
            }
            let (context, cancel) = Context.background.withCancel()
            group.go {
                let error = caught { () throws(ContextError) in try semaphore.acquire(3, in: context) }
                #expect(error == .cancelled)
            }
            sleep(.seconds(1))
            try semaphore.acquire(2, within: .seconds(1))
            semaphore.release(2)
            cancel()
            group.wait()
        }
    }
}
