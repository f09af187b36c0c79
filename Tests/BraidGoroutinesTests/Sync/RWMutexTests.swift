import BraidCore
import BraidGoroutines
import BraidTestSupport
import BraidTesting
import Testing

@Suite struct RWMutexTests {
    @Test func readersReadTogether() async throws {
        try await onPlainThread {
            let run = try SeededRun(seed: 1) {
                let (mutex, group) = (Sync.RWMutex(7), WaitGroup())
                for _ in 0..<5 {
                    group.go {
                        mutex.withReadLock { value in
                            sleep(.seconds(1))
                            #expect(value == 7)
                        }
                    }
                }
                group.wait()
            }
            #expect(run.elapsed == .seconds(1))
        }
    }

    @Test func aPendingWriterBlocksNewReaders() async throws {
        try await forSeeds {
            let (mutex, trace, group) = (Sync.RWMutex(0), Trace<String>(), WaitGroup())
            mutex.readLock()
            group.go {
                mutex.withLock { $0 = 1 }
                trace.add("written")
            }
            sleep(.seconds(1))
            #expect(!mutex.tryReadLock())
            #expect(!mutex.tryLock())
            group.go {
                let seen = mutex.withReadLock { $0 }
                trace.add("read \(seen)")
            }
            sleep(.seconds(1))
            #expect(trace.events == [])
            mutex.readUnlock()
            group.wait()
            #expect(trace.events.contains("read 1"))
        }
    }

    @Test func afterAWriterAllReadersWhoWaitedComeBeforeTheNextWriter() async throws {
        try await forSeeds {
            let (mutex, group) = (Sync.RWMutex(0), WaitGroup())
            mutex.lock()
            for _ in 0..<3 {
                group.go {
                    let seen = mutex.withReadLock { $0 }
                    #expect(seen == 0)
                }
            }
            group.go {
                sleep(.milliseconds(1))
                mutex.withLock { $0 = 1 }
            }
            sleep(.seconds(1))
            mutex.unlock()
            group.wait()
            #expect(mutex.withReadLock { $0 } == 1)
        }
    }

    @Test(arguments: [0, 3])
    func readersSeeNoHalfOfAChange(yields: Int) async throws {
        try await onPlainThread {
            let (mutex, group) = (Sync.RWMutex((0, 0)), WaitGroup())
            let count = isSanitized ? 200 : 2_000
            let write: @Sendable () -> Void = {
                for _ in 0..<count {
                    mutex.withLock { pair in
                        pair.0 += 1
                        for _ in 0..<yields { Goroutine.yield() }
                        pair.1 += 1
                    }
                }
                group.done()
            }
            let read: @Sendable () -> Void = {
                for _ in 0..<count {
                    mutex.readLock()
                    mutex.readUnlock()
                    let (left, right) = mutex.withReadLock { $0 }
                    #expect(left == right)
                }
                group.done()
            }
            group.add(8)
            for _ in 0..<3 {
                go { write() }
                go { read() }
            }
            _ = PlainThread(name: "writer", write)
            _ = PlainThread(name: "reader", read)
            group.wait()
            #expect(mutex.withReadLock { $0 } == (4 * count, 4 * count))
        }
    }
}
