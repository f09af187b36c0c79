import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import BraidTesting
import Testing

@Suite struct SpawnTests {
    struct Refused: Error, Equatable {
        var reason = 1
    }

    @Test func joinReturnsTheValue() async throws {
        try await bothWays {
            let spawned = spawn { 6 * 7 }
            #expect(spawned.join() == 42)
        }
    }

    @Test func joinThrowsWhatTheBodyThrew() async throws {
        try await bothWays {
            let spawned = spawn { () throws(Refused) -> Int in throw Refused(reason: 5) }
            #expect(caught { () throws(Refused) in _ = try spawned.join() } == Refused(reason: 5))
        }
    }

    @Test func aBodyThatCannotThrowNeedsNoTry() async throws {
        try await bothWays {
            let spawned: Spawned<String, Never> = spawn { "done" }
            #expect(spawned.join() == "done")
        }
    }

    @Test func joinMayBeCalledAgain() async throws {
        try await bothWays {
            let spawned = spawn { 1 }
            #expect(spawned.join() == 1)
            #expect(spawned.join() == 1)
        }
    }

    @Test func joinBeforeTheEndWaits() async throws {
        try await forSeeds {
            let gate = Channel<Int>()
            let spawned = spawn { gate.receive() }
            go {
                sleep(.seconds(1))
                try gate.send(3)
            }
            #expect(spawned.join() == 3)
        }
    }

    @Test func joinAfterTheEndReturnsAtOnce() async throws {
        try await forSeeds {
            let spawned = spawn { 3 }
            sleep(.seconds(1))
            #expect(spawned.join() == 3)
        }
    }

    @Test func manyJoinOne() async throws {
        try await forSeeds {
            let gate = Channel<Int>()
            let spawned = spawn { gate.receive() }
            let joiners = (0..<10).map { _ in spawn { spawned.join() } }
            sleep(.seconds(1))
            try gate.send(8)
            for joiner in joiners { #expect(joiner.join() == 8) }
        }
    }

    @Test func plainThreadsAndGoroutinesJoinOne() async throws {
        let gate = Channel<Int>()
        let spawned = spawn { gate.receive() }
        async let thread = onPlainThread { spawned.join() }
        try await onPlainThread {
            let joiner = spawn { spawned.join() }
            try gate.send(8)
            #expect(joiner.join() == 8)
        }
        try await #expect(thread == 8)
    }

    @Test func anErrorNobodyJoinsEndsNothing() async throws {
        try await forSeeds {
            _ = spawn { () throws(Refused) in throw Refused() }
            sleep(.seconds(1))
        }
    }

    @Test func whatTheBodyCapturesIsReleasedWhenItReturns() async throws {
        let census = Census()
        try await forSeeds {
            let citizen = census.citizen(4)
            let spawned = spawn { citizen.number }
            #expect(spawned.join() == 4)
        }
        #expect(census.living == 0)
    }

    @Test func whatTheBodyCapturesIsReleasedWhenItThrows() async throws {
        let census = Census()
        try await forSeeds {
            let citizen = census.citizen(4)
            let spawned = spawn { () throws(Refused) -> Int in throw Refused(reason: citizen.number) }
            #expect(caught { () throws(Refused) in _ = try spawned.join() } == Refused(reason: 4))
        }
        #expect(census.living == 0)
    }

    /// Whoever has joined may rely on it that the goroutine holds nothing any more.
    @Test func afterJoinNothingOfTheBodyIsHeld() async throws {
        try await bothWays {
            for _ in 0..<(isSanitized ? 200 : 5_000) {
                let census = Census()
                let spawned = { [citizen = census.citizen()] in
                    spawn { withExtendedLifetime(citizen) {} }
                }()
                spawned.join()
                #expect(census.living == 0)
            }
        }
    }

    private final class Farewell: Sendable {
        private let end: @Sendable () -> Void

        init(_ end: @escaping @Sendable () -> Void) { self.end = end }

        deinit { end() }
    }

    /// Nobody has the handle, so the result ends with the goroutine.
    @Test func aResultThatNobodyWantsMayLockAMutexAsItEnds() async throws {
        try await bothWays {
            let (mutex, group) = (Sync.Mutex(0), WaitGroup())
            for _ in 0..<10 {
                group.add()
                _ = spawn {
                    Farewell {
                        mutex.withLock { count in
                            Goroutine.yield()
                            count += 1
                        }
                        group.done()
                    }
                }
            }
            group.wait()
            #expect(mutex.withLock { $0 } == 10)
        }
    }

    @Test func aResultThatNobodyWantsMaySendAsItEnds() async throws {
        try await bothWays {
            let farewells = Channel<Int>()
            let (silent, group) = (Channel<Int>(), WaitGroup())
            // Not here, where they are received: if one has ended before its handle has gone, it is the handle that ends it.
            group.go { for number in 1...10 { _ = spawn { Farewell { try? farewells.send(number) } } } }
            // Beside waits that end by their deadlines, and must not take the others' ends for their own.
            for _ in 1...10 {
                group.go {
                    let error = caught { () throws(ContextError) in
                        _ = try silent.receive(within: .milliseconds(1))
                    }
                    #expect(error == .deadlineExceeded)
                }
            }
            #expect((1...10).map { _ in farewells.receive() ?? 0 }.reduce(0, +) == 55)
            group.wait()
        }
    }

    @Test func theResultIsReleasedWithTheHandle() async throws {
        let census = Census()
        try await forSeeds {
            let spawned = spawn { census.citizen() }
            _ = spawned.join()
            #expect(census.living == 1)
        }
        #expect(census.living == 0)
    }
}
