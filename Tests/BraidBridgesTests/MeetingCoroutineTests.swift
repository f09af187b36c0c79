import BraidBridges
import BraidGoroutines
import BraidTestSupport
import Testing

/// Barriers, onces and shared calls, where coroutines and goroutines meet.
@Suite struct MeetingCoroutineTests {
    private struct Failure: Error {}

    @Test func coroutinesAndGoroutinesMeetAtOneBarrier() async throws {
        try await threeWays {
            let (barrier, leaders) = (Sync.Barrier(4), Tally())
            for _ in 0..<2 {
                go { for _ in 0..<50 where barrier.wait() { leaders.add() } }
            }
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for _ in 0..<2 {
                    tasks.addTask {
                        for _ in 0..<50 where try await barrier.wait() { leaders.add() }
                    }
                }
                try await tasks.waitForAll()
            }
            // The last round's leader may be a goroutine that has not counted itself yet.
            while leaders.value < 50 { await Task.yield() }
            #expect(leaders.value == 50)
        }
    }

    @Test func aCoroutineThatGivesUpHasNotArrived() async throws {
        try await threeWays {
            let barrier = Sync.Barrier(2)
            await #expect(throws: ContextError.deadlineExceeded) {
                try await barrier.wait(within: .microseconds(1))
            }
            let (context, cancel) = Context.background.withCancel()
            cancel()
            await #expect(throws: ContextError.cancelled) { try await barrier.wait(in: context) }
            let cancelled = taskHere { try await barrier.wait() }
            await Task.yield()
            cancelled.cancel()
            await #expect(throws: CancellationError.self) { try await cancelled.value }
            // It takes two others, one of whom is the last.
            async let isFirstLast = barrier.wait(in: .background)
            async let isSecondLast = barrier.wait(within: .seconds(3_600))
            let (first, second) = try await (isFirstLast, isSecondLast)
            #expect(first != second)
        }
    }

    @Test func aOnceThatSuspendsRunsOnce() async throws {
        try await threeWays {
            let (once, ran, gate) = (Sync.Once(), Tally(), Channel<Void>())
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for _ in 0..<5 {
                    tasks.addTask {
                        try await once.run {
                            _ = try await gate.receive()
                            ran.add()
                        }
                        #expect(ran.value == 1)
                    }
                }
                go {
                    once.run { ran.add() }
                    #expect(ran.value == 1)
                }
                // Before or after one of them has come to it.
                go { try gate.close() }
                try await tasks.waitForAll()
            }
            try await once.run(within: .zero) { ran.add() }
            try await once.run(in: .background) { ran.add() }
            #expect(ran.value == 1)
        }
    }

    @Test func aOnceThatFailedCountsAsRun() async throws {
        try await threeWays {
            let (once, ran) = (Sync.Once(), Tally())
            await #expect(throws: Failure.self) { try await once.run { throw Failure() } }
            try await once.run { ran.add() }
            #expect(ran.value == 0)
        }
    }

    @Test func coroutinesAndGoroutinesShareOneCall() async throws {
        try await threeWays {
            let (flights, gate, begun) = (SingleFlight<String, Int>(), Channel<Int>(), Channel<Void>())
            let first = taskHere {
                try await flights.run("key") {
                    try begun.close()
                    return try await gate.receive() ?? 0
                }
            }
            _ = try await begun.receive()
            let goroutine = spawn { () throws(any Error) in try flights.run("key") { 0 }.value }
            let coroutine = taskHere { try await flights.run("key") { 0 }.value }
            await #expect(throws: ContextError.deadlineExceeded) {
                try await flights.run("key", within: .microseconds(1)) { 0 }
            }
            let (context, cancel) = Context.background.withCancel()
            afterFunc(.milliseconds(1)) { cancel() }
            await #expect(throws: ContextError.cancelled) { try await flights.run("key", in: context) { 0 } }
            let cancelled = taskHere { try await flights.run("key") { 0 } }
            await Task.yield()
            cancelled.cancel()
            await #expect(throws: CancellationError.self) { try await cancelled.value }
            try await gate.send(7)
            #expect(try await first.value == (7, true))
            // Whoever came too late has made a call of its own.
            #expect([7, 0].contains(try await goroutine.join()))
            #expect([7, 0].contains(try await coroutine.value))
            #expect(try await flights.run("key", in: .background) { 8 } == (8, false))
            #expect(try await flights.run("key", within: .zero) { 9 } == (9, false))
        }
    }

    @Test func anErrorOfASharedCallIsShared() async throws {
        try await threeWays {
            let flights = SingleFlight<Int, Int>()
            await #expect(throws: Failure.self) { try await flights.run(1) { throw Failure() } }
        }
    }

    @Test func aChannelIsASequenceOfCoroutines() async throws {
        try await threeWays {
            let channel = Channel<Int>()
            go {
                for number in 0..<100 { try channel.send(number) }
                try channel.close()
            }
            var received: [Int] = []
            for try await number in channel { received.append(number) }
            #expect(received == Array(0..<100))
            for try await number in channel.receiving { received.append(number) }
            #expect(received.count == 100)
        }
    }

    @Test func aCancelledTaskLeavesTheSequence() async throws {
        try await threeWays {
            let (channel, begun) = (Channel<Int>(), Channel<Void>())
            let task = taskHere {
                try begun.close()
                for try await _ in channel {}
            }
            _ = try await begun.receive()
            await Task.yield()
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            try #expect(channel.trySend(1) == false, "nobody waits there any more")
        }
    }
}
