import Braid
import BraidGoroutines
import BraidTestSeeds
import BraidTesting
import Testing

@Suite struct SyncCoroutineTests {
    private struct Failure: Error {}

    @Test func goroutinesAndCoroutinesLockOneMutex() async throws {
        try await threeWays {
            let (mutex, group) = (Sync.Mutex(0), WaitGroup())
            for _ in 0..<4 {
                group.go {
                    for _ in 0..<50 {
                        mutex.withLock { count in
                            let seen = count
                            Goroutine.yield()
                            count = seen + 1
                        }
                    }
                }
            }
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for _ in 0..<4 {
                    tasks.addTask {
                        for _ in 0..<50 { try await mutex.withLock { $0 += 1 } }
                    }
                }
                try await tasks.waitForAll()
            }
            try await group.wait()
            #expect(try await mutex.withLock { $0 } == 400)
        }
    }

    @Test func whatTheBodyThrowsUnlocks() async throws {
        try await threeWays {
            let mutex = Sync.Mutex(0)
            await #expect(throws: Failure.self) { try await mutex.withLock { _ in throw Failure() } }
            #expect(mutex.tryLock())
        }
    }

    @Test func aCancelledWaitForAMutexThrowsAndTheNextGetsIt() async throws {
        try await threeWays {
            let mutex = Sync.Mutex(0)
            try await mutex.lock()
            let cancelled = taskHere { try await mutex.lock() }
            await Task.yield()
            cancelled.cancel()
            await #expect(throws: CancellationError.self) { try await cancelled.value }
            let next = taskHere { try await mutex.withLock { $0 += 1 } }
            mutex.unlock()
            try await next.value
            #expect(mutex.tryLock())
        }
    }

    /// Whatever comes first, cancellation or hand-over: at the end the mutex is free, and nobody was in it with another.
    @Test func cancellationsRaceUnlocks() async throws {
        try await threeWays {
            let (mutex, inside) = (Sync.Mutex(()), Sync.Mutex(0))
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for number in 0..<(isSeeded ? 40 : 200) {
                    let task = taskHere {
                        do { try await mutex.lock() } catch { return }
                        let others = try? await inside.withLock { count in
                            count += 1
                            return count
                        }
                        if let others {
                            #expect(others == 1)
                            await withoutCancellation { try? await inside.withLock { $0 -= 1 } }
                        }
                        mutex.unlock()
                    }
                    if number % 2 == 0 { tasks.addTask { task.cancel() } }
                    tasks.addTask { try await task.value }
                }
                try await tasks.waitForAll()
            }
            #expect(mutex.tryLock())
        }
    }

    /// A coroutine that was woken comes when its loop lets it. Nobody behind it has to wait for that.
    @Test func aLoopThatBlocksKeepsAFreeMutexFromNobody() async throws {
        let sum = try await onPlainThread {
            let (mutex, isQueued, mayGoOn) = (Sync.Mutex(0), Channel<Void>(), Channel<Void>())
            mutex.lock()
            go {
                isQueued.receive()
                let behind = spawn(name: "behind") { mutex.withLock { $0 += 1 } }
                while !Goroutine.all.contains(where: { $0.name == "behind" && $0.state == .waiting }) {
                    Goroutine.yield()
                }
                mutex.unlock()
                behind.join()
                try mayGoOn.close()
            }
            try EventLoop.run {
                callSoon {
                    try isQueued.close()
                    mayGoOn.receive()
                }
                try await mutex.withLock { $0 += 1 }
            }
            return mutex.withLock { $0 }
        }
        #expect(sum == 2)
    }

    @Test func aCancelledWriterLetsTheReadersIn() async throws {
        try await threeWays {
            let mutex = Sync.RWMutex(0)
            try await mutex.readLock()
            let writer = taskHere { try await mutex.lock() }
            // As long as the writer waits nobody else may read.
            while mutex.tryReadLock() {
                mutex.readUnlock()
                await Task.yield()
            }
            let reader = taskHere { try await mutex.readLock() }
            writer.cancel()
            await #expect(throws: CancellationError.self) { try await writer.value }
            try await reader.value
            mutex.readUnlock()
            mutex.readUnlock()
            #expect(mutex.tryLock())
        }
    }

    @Test func aCoroutineWritesAfterAGoroutine() async throws {
        try await threeWays {
            let (mutex, isUp) = (Sync.RWMutex(0), Channel<Void>())
            go {
                mutex.lock()
                try isUp.close()
                sleep(.milliseconds(1))
                mutex.unlock()
            }
            _ = try await isUp.receive()
            try await mutex.lock()
            #expect(!mutex.tryReadLock())
            mutex.unlock()
        }
    }

    @Test func aCancelledAcquireTakesNoPermits() async throws {
        try await threeWays {
            let semaphore = Sync.Semaphore(3)
            try await semaphore.acquire(2)
            let large = taskHere { try await semaphore.acquire(3) }
            // As long as the large request waits, a small one does too.
            while semaphore.tryAcquire() {
                semaphore.release()
                await Task.yield()
            }
            let small = taskHere { try await semaphore.acquire() }
            large.cancel()
            await #expect(throws: CancellationError.self) { try await large.value }
            try await small.value
            semaphore.release(3)
            #expect(semaphore.tryAcquire(3))
        }
    }

    @Test func aSignalWakesACoroutineWithTheMutexLocked() async throws {
        try await threeWays {
            let mutex = Sync.Mutex(())
            let condition = Sync.Cond(mutex)
            try await mutex.lock()
            go {
                // Granted only when the coroutine has begun to wait.
                mutex.lock()
                condition.signal()
                mutex.unlock()
            }
            try await condition.wait()
            #expect(!mutex.tryLock())
            mutex.unlock()
        }
    }

    @Test func aCancelledWaitForAConditionHasTheMutexLocked() async throws {
        try await threeWays {
            let mutex = Sync.Mutex(())
            let condition = Sync.Cond(mutex)
            let task = taskHere {
                try await mutex.lock()
                defer { mutex.unlock() }
                do {
                    try await condition.wait()
                } catch {
                    #expect(!mutex.tryLock())
                    throw error
                }
            }
            await Task.yield()
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(mutex.tryLock())
        }
    }
}

/// In a task of its own, which nobody cancels.
private func withoutCancellation(_ body: @escaping @Sendable () async -> Void) async {
    try? await taskHere { await body() }.value
}
