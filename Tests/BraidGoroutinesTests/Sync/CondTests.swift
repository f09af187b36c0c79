import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import Testing

@Suite struct CondTests {
    @Test func aSignalWakesTheOneThatWaitedLongest() async throws {
        try await forSeeds {
            let mutex = Sync.Mutex()
            let (condition, trace, group) = (Sync.Cond(mutex), Trace<Int>(), WaitGroup())
            for number in 0..<4 {
                group.go {
                    sleep(.milliseconds(number))
                    mutex.lock()
                    condition.wait()
                    trace.add(number)
                    mutex.unlock()
                }
            }
            sleep(.seconds(1))
            for count in 1...4 {
                condition.signal()
                sleep(.seconds(1))
                #expect(trace.events == Array(0..<count), "nobody wakes without a signal")
            }
            condition.signal()
            group.wait()
        }
    }

    @Test func aBroadcastWakesAll() async throws {
        try await forSeeds {
            let mutex = Sync.Mutex(false)
            let (condition, group) = (Sync.Cond(mutex), WaitGroup())
            for _ in 0..<4 {
                group.go {
                    let isOpen = condition.withLock(when: { $0 }) { $0 }
                    #expect(isOpen)
                }
            }
            sleep(.seconds(1))
            condition.broadcast()
            sleep(.seconds(1))
            mutex.withLock { $0 = true }
            condition.broadcast()
            group.wait()
        }
    }

    @Test func aBoundedQueueOfTwoConditionsOnRealThreads() async throws {
        try await bothWays {
            let queue = Sync.Mutex([Int]())
            let (hasRoom, hasValues) = (Sync.Cond(queue), Sync.Cond(queue))
            let (group, sum) = (WaitGroup(), Tally())
            let count = isSanitized ? 200 : 4_000
            for _ in 0..<3 {
                group.go {
                    for value in 1...count {
                        hasRoom.withLock(when: { $0.count < 4 }) { $0.append(value) }
                        hasValues.signal()
                    }
                }
                group.go {
                    for _ in 1...count {
                        sum.add(hasValues.withLock(when: { !$0.isEmpty }) { $0.removeFirst() })
                        hasRoom.signal()
                    }
                }
            }
            group.wait()
            #expect(sum.value == 3 * count * (count + 1) / 2)
        }
    }

    /// However often the mutex is passed on meanwhile.
    @Test func nobodyWakesWithoutASignal() async throws {
        try await forSeeds {
            let mutex = Sync.Mutex()
            let (condition, woken, group) = (Sync.Cond(mutex), Tally(), WaitGroup())
            for _ in 0..<3 {
                group.go {
                    mutex.lock()
                    condition.wait()
                    woken.add()
                    mutex.unlock()
                }
            }
            for _ in 0..<4 {
                group.go {
                    for _ in 0..<10 {
                        mutex.withLock { _ in sleep(.milliseconds(2)) }
                        Goroutine.yield()
                    }
                }
            }
            sleep(.seconds(3))
            #expect(woken.value == 0)
            condition.broadcast()
            group.wait()
            #expect(woken.value == 3)
        }
    }
}
