import BraidCore
import BraidGoroutines
import BraidTestSeeds
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

    @Test func aWriterWaitsForAllWhoReadAlready() async throws {
        try await forSeeds {
            let (mutex, trace, group) = (Sync.RWMutex(0), Trace<String>(), WaitGroup())
            for second in 1...3 {
                group.go {
                    mutex.withReadLock { _ in sleep(.seconds(second)) }
                    trace.add("read \(second)")
                }
            }
            sleep(.milliseconds(1))
            mutex.withLock { _ in trace.add("written") }
            group.wait()
            #expect(trace.events.prefix(2) == ["read 1", "read 2"])
            #expect(trace.events.sorted() == ["read 1", "read 2", "read 3", "written"])
        }
    }

    @Test func writersComeInTheOrderInWhichTheyAsked() async throws {
        try await forSeeds {
            let (mutex, trace, group) = (Sync.RWMutex(0), Trace<Int>(), WaitGroup())
            mutex.readLock()
            for number in 0..<4 {
                group.go {
                    sleep(.milliseconds(number))
                    mutex.withLock { _ in trace.add(number) }
                }
            }
            sleep(.seconds(1))
            mutex.readUnlock()
            group.wait()
            #expect(trace.events == [0, 1, 2, 3])
        }
    }

    @Test func aWriterThatGivesUpLetsTheReadersInThatItKeptOut() async throws {
        try await forSeeds {
            let (mutex, trace, group) = (Sync.RWMutex(0), Trace<String>(), WaitGroup())
            mutex.readLock()
            group.go {
                let error = caught { () throws(ContextError) in try mutex.lock(within: .seconds(1)) }
                trace.add("\(error.map { "\($0)" } ?? "locked")")
            }
            group.go {
                sleep(.milliseconds(1))
                mutex.withReadLock { _ in trace.add("read") }
            }
            group.wait()
            #expect(trace.events.sorted() == ["\(ContextError.deadlineExceeded)", "read"].sorted())
            mutex.readUnlock()
            #expect(mutex.tryLock())
        }
    }

    @Test func tryingDoesNotWait() async throws {
        try await bothWays {
            let mutex = Sync.RWMutex()
            #expect(mutex.tryReadLock())
            #expect(mutex.tryReadLock(), "readers read together")
            #expect(!mutex.tryLock())
            mutex.readUnlock()
            #expect(!mutex.tryLock())
            mutex.readUnlock()
            #expect(mutex.tryLock())
            #expect(!mutex.tryLock())
            #expect(!mutex.tryReadLock())
            mutex.unlock()
            #expect(mutex.tryReadLock())
        }
    }

    /// Readers and writers of all kinds, each of whom looks who else is in: many readers, or one writer.
    @Test func nobodyIsInWithAWriter() async throws {
        try await bothWays(200) {
            // A reader counts as one, a writer as a hundred.
            let (mutex, inside, group) = (Sync.RWMutex(), Shared(0), WaitGroup())
            let stay: @Sendable (Int, ClosedRange<Int>) -> Void = { weight, allowed in
                let before = inside.withLock {
                    $0 += weight
                    return $0
                }
                #expect(allowed.contains(before))
                Goroutine.yield()
                let after = inside.value
                #expect(allowed.contains(after))
                inside.withLock { $0 -= weight }
            }
            for number in 0..<6 {
                group.go {
                    for round in 0..<8 {
                        switch (number + round) % 6 {
                        case 0:
                            mutex.lock()
                            stay(100, 100...100)
                            mutex.unlock()
                        case 1:
                            guard mutex.tryLock() else { break }
                            stay(100, 100...100)
                            mutex.unlock()
                        case 2:
                            guard (try? mutex.lock(within: .microseconds(round))) != nil else { break }
                            stay(100, 100...100)
                            mutex.unlock()
                        case 3:
                            guard (try? mutex.readLock(within: .microseconds(round))) != nil else { break }
                            stay(1, 1...6)
                            mutex.readUnlock()
                        case 4:
                            guard mutex.tryReadLock() else { break }
                            stay(1, 1...6)
                            mutex.readUnlock()
                        default:
                            mutex.readLock()
                            stay(1, 1...6)
                            mutex.readUnlock()
                        }
                    }
                }
            }
            group.wait()
            #expect(mutex.tryLock(), "nothing is left behind")
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
