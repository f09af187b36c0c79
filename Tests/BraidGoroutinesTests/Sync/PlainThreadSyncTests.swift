import BraidGoroutines
import BraidTestSupport
import BraidTesting
import Testing

/// Everything that can be waited for, with goroutines and plain threads waiting for it together.
@Suite struct PlainThreadSyncTests {
    private static let rounds = isSanitized ? 20 : 100

    /// Three goroutines, and three threads.
    private static func sixfold(_ work: @escaping @Sendable (Int) throws -> Void) async throws {
        try await onPlainThread {
            let (group, failures) = (WaitGroup(), Shared<[String]>([]))
            let careful: @Sendable (Int) -> Void = { number in
                do { try work(number) } catch { failures.withLock { $0.append("\(error)") } }
                group.done()
            }
            group.add(6)
            for number in 0..<3 {
                go { careful(number) }
                startThread { careful(3 + number) }
            }
            group.wait()
            #expect(failures.value.isEmpty)
        }
    }

    @Test func readersAndWriters() async throws {
        let pair = Sync.RWMutex([0, 0])
        try await Self.sixfold { _ in
            for _ in 0..<Self.rounds {
                pair.withLock {
                    $0[0] += 1
                    Goroutine.yield()
                    $0[1] += 1
                }
                pair.withReadLock { #expect($0[0] == $0[1]) }
            }
        }
        #expect(pair.withReadLock { $0 } == [6 * Self.rounds, 6 * Self.rounds])
    }

    @Test func permits() async throws {
        let (semaphore, inside) = (Sync.Semaphore(2), Tally())
        try await Self.sixfold { _ in
            for _ in 0..<Self.rounds {
                semaphore.acquire()
                #expect(inside.add() <= 2)
                Goroutine.yield()
                inside.add(-1)
                semaphore.release()
            }
        }
    }

    @Test func turnsByACondition() async throws {
        let turn = Sync.Mutex(0)
        let changed = Sync.Cond(turn)
        try await Self.sixfold { number in
            for round in 0..<Self.rounds {
                changed.withLock(when: { $0 == 6 * round + number }) { $0 += 1 }
                changed.broadcast()
            }
        }
        turn.withLock { #expect($0 == 6 * Self.rounds) }
    }

    @Test func rendezvous() async throws {
        let (barrier, leaders) = (Sync.Barrier(6), Tally())
        try await Self.sixfold { _ in
            for _ in 0..<Self.rounds where barrier.wait() { leaders.add() }
        }
        #expect(leaders.value == Self.rounds)
    }

    @Test func whatHappensOnce() async throws {
        let (onces, ran) = ((0..<Self.rounds).map { _ in Sync.Once() }, Tally())
        try await Self.sixfold { _ in
            for (round, once) in onces.enumerated() {
                once.run { ran.add() }
                #expect(ran.value > round)
            }
        }
        #expect(ran.value == Self.rounds)
    }

    @Test func sharedCalls() async throws {
        let (flights, ran) = (SingleFlight<Int, Int>(), Tally())
        try await Self.sixfold { _ in
            for key in 0..<Self.rounds {
                let value = try flights.run(key) {
                    ran.add()
                    Goroutine.yield()
                    return 2 * key
                }.value
                #expect(value == 2 * key)
            }
        }
        #expect((Self.rounds...6 * Self.rounds).contains(ran.value))
    }

    @Test func groupsWithALimit() async throws {
        let (inside, ended) = (Tally(), Tally())
        let group = ErrGroup(limit: 2)
        try await Self.sixfold { _ in
            for _ in 0..<Self.rounds {
                group.go {
                    #expect(inside.add() <= 2)
                    Goroutine.yield()
                    inside.add(-1)
                    ended.add()
                }
            }
            try group.wait()
        }
        #expect(ended.value == 6 * Self.rounds)
    }

    @Test func endsOfContexts() async throws {
        let (context, cancel) = Context.background.withCancel()
        let arrived = Tally()
        try await Self.sixfold { _ in
            if arrived.add() == 6 { cancel() }
            _ = context.done?.receive()
            #expect(throws: ContextError.cancelled) { try sleep(.seconds(3_600), in: context) }
            #expect(context.error == .cancelled)
        }
    }
}
