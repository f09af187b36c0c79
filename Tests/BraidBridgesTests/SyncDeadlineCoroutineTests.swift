import BraidBridges
import BraidGoroutines
import BraidTestSupport
import Testing

/// Of each kind of wait in a coroutine: that a deadline and a context end it, and that it leaves nobody in a queue.
@Suite struct SyncDeadlineCoroutineTests {
    private struct Failure: Error {}

    /// Long enough to be waited for, however slow the machine.
    private static let endless = Duration.seconds(3_600)

    /// Runs `wait` with a duration that is over soon, and with a context that is cancelled meanwhile.
    private static func expectPatience(
        _ withDuration: (Duration) async throws -> Void,
        _ withContext: (Context) async throws -> Void
    ) async {
        await #expect(throws: ContextError.deadlineExceeded) { try await withDuration(.microseconds(1)) }
        let (context, cancel) = Context.background.withCancel()
        afterFunc(.milliseconds(1)) { cancel() }
        await #expect(throws: ContextError.cancelled) { try await withContext(context) }
        await #expect(throws: ContextError.cancelled) { try await withContext(context) }
    }

    @Test func ofAMutex() async throws {
        try await threeWays {
            let mutex = Sync.Mutex(0)
            try await mutex.lock(within: .zero)
            await Self.expectPatience({ try await mutex.lock(within: $0) }, { try await mutex.lock(in: $0) })
            await Self.expectPatience(
                { try await mutex.withLock(within: $0) { $0 += 1 } },
                { try await mutex.withLock(in: $0) { $0 += 1 } })
            mutex.unlock()
            try await mutex.withLock(within: Self.endless) { $0 += 1 }
            #expect(try await mutex.withLock(in: .background) { $0 } == 1)
            #expect(mutex.tryLock())
        }
    }

    @Test func ofARWMutex() async throws {
        try await threeWays {
            let mutex = Sync.RWMutex(0)
            try await mutex.lock(within: .zero)
            await Self.expectPatience(
                { try await mutex.readLock(within: $0) }, { try await mutex.readLock(in: $0) })
            await Self.expectPatience({ try await mutex.lock(within: $0) }, { try await mutex.lock(in: $0) })
            await Self.expectPatience(
                { _ = try await mutex.withReadLock(within: $0) { $0 } },
                { _ = try await mutex.withReadLock(in: $0) { $0 } })
            await Self.expectPatience(
                { try await mutex.withLock(within: $0) { $0 += 1 } },
                { try await mutex.withLock(in: $0) { $0 += 1 } })
            mutex.unlock()
            try await mutex.withLock { $0 += 1 }
            try await mutex.withLock(within: Self.endless) { $0 += 1 }
            try await mutex.withLock(in: .background) { $0 += 1 }
            #expect(try await mutex.withReadLock { $0 } == 3)
            #expect(try await mutex.withReadLock(within: Self.endless) { $0 } == 3)
            #expect(try await mutex.withReadLock(in: .background) { $0 } == 3)
            #expect(mutex.tryLock())
        }
    }

    @Test func ofASemaphore() async throws {
        try await threeWays {
            let semaphore = Sync.Semaphore(2)
            try await semaphore.acquire(within: .zero)
            await Self.expectPatience(
                { try await semaphore.acquire(2, within: $0) }, { try await semaphore.acquire(2, in: $0) })
            try await semaphore.acquire(in: .background)
            semaphore.release(2)
            #expect(semaphore.tryAcquire(2))
        }
    }

    @Test func ofACondition() async throws {
        try await threeWays {
            let mutex = Sync.Mutex(0)
            let condition = Sync.Cond(mutex)
            await Self.expectPatience(
                { duration in
                    try await mutex.lock()
                    // Locked again, whatever comes.
                    defer { mutex.unlock() }
                    try await condition.wait(within: duration)
                },
                { context in
                    try await mutex.lock()
                    defer { mutex.unlock() }
                    try await condition.wait(in: context)
                })
            await Self.expectPatience(
                { try await condition.withLock(within: $0, when: { $0 == 1 }) { _ in } },
                { try await condition.withLock(in: $0, when: { $0 == 1 }) { _ in } })
            go {
                // What the others wait for, one after another.
                for number in 0..<3 {
                    condition.withLock(when: { $0 == 2 * number }) { $0 += 1 }
                    condition.broadcast()
                }
            }
            try await condition.withLock(when: { $0 == 1 }) { $0 += 1 }
            condition.broadcast()
            try await condition.withLock(within: Self.endless, when: { $0 == 3 }) { $0 += 1 }
            condition.broadcast()
            try await condition.withLock(in: .background, when: { $0 == 5 }) { $0 += 1 }
            #expect(mutex.tryLock())
        }
    }

    @Test func ofAWaitGroup() async throws {
        try await threeWays {
            let group = WaitGroup()
            group.add()
            await Self.expectPatience({ try await group.wait(within: $0) }, { try await group.wait(in: $0) })
            group.done()
            try await group.wait(within: .zero)
            try await group.wait(in: .background)
        }
    }

    @Test func ofAnErrGroup() async throws {
        try await threeWays {
            let (group, gate) = (ErrGroup(), Channel<Void>())
            group.go {
                _ = gate.receive()
                throw Failure()
            }
            await Self.expectPatience({ try await group.wait(within: $0) }, { try await group.wait(in: $0) })
            try gate.close()
            await #expect(throws: Failure.self) { try await group.wait(in: .background) }
            await #expect(throws: Failure.self) { try await group.wait(within: Self.endless) }
        }
    }

    @Test func ofAGoroutine() async throws {
        try await threeWays {
            let gate = Channel<Int>()
            let spawned = spawn { gate.receive() }
            await Self.expectPatience(
                { _ = try await spawned.join(within: $0) }, { _ = try await spawned.join(in: $0) })
            try await gate.send(7)
            #expect(try await spawned.join(within: Self.endless) == 7)
            #expect(try await spawned.join(in: .background) == 7)
        }
    }

    @Test func ofTheEndsOfAChannel() async throws {
        try await threeWays {
            let (sender, receiver) = Channel<Int>.ends()
            await Self.expectPatience(
                { _ = try await receiver.receive(within: $0) }, { _ = try await receiver.receive(in: $0) })
            await Self.expectPatience(
                { try await sender.send(1, within: $0) }, { try await sender.send(1, in: $0) })
            let received = spawn { () throws(Never) in (0..<3).map { _ in receiver.receive() } }
            try await sender.send(1)
            try await sender.send(2, in: .background)
            try await sender.send(3, within: Self.endless)
            #expect(try await received.join() == [1, 2, 3])
            try sender.close()
            #expect(try await receiver.receive() == nil)
            await #expect(throws: ChannelClosed.self) { try await sender.send(4) }
        }
    }
}
