import BraidBridges
import BraidGoroutines
import BraidTestSeeds
import BraidTesting
import Testing

@Suite struct ChannelCoroutineTests {
    @Test func aCoroutineReceivesWhatAGoroutineSends() async throws {
        try await threeWays {
            let channel = Channel<Int>()
            let count = isSeeded ? 50 : 1_000
            go { for value in 0..<count { try channel.send(value) } }
            var sum = 0
            for _ in 0..<count { sum += try await channel.receive() ?? 0 }
            #expect(sum == count * (count - 1) / 2)
        }
    }

    @Test func aGoroutineReceivesWhatACoroutineSends() async throws {
        try await threeWays {
            let channel = Channel<Int>(capacity: 3)
            let sum = spawn { () throws(Never) in channel.reduce(0, +) }
            let count = isSeeded ? 50 : 1_000
            for value in 0..<count { try await channel.send(value) }
            try channel.close()
            #expect(try await sum.join() == count * (count - 1) / 2)
        }
    }

    @Test func nilMeansClosedAndDrained() async throws {
        try await threeWays {
            let channel = Channel<Int>(capacity: 2)
            try await channel.send(1)
            try channel.close()
            #expect(try await channel.receive() == 1)
            #expect(try await channel.receive() == nil)
            await #expect(throws: ChannelClosed.self) { try await channel.send(2) }
        }
    }

    @Test func closingWakesACoroutineThatReceives() async throws {
        try await threeWays {
            let channel = Channel<Int>()
            let task = taskHere { try await channel.receive() }
            await Task.yield()
            try channel.close()
            #expect(try await task.value == nil)
        }
    }

    @Test func aCancelledReceiveThrowsAndLeavesNobodyInTheQueue() async throws {
        try await threeWays {
            let channel = Channel<Int>(capacity: 1)
            let task = taskHere { try await channel.receive() }
            await Task.yield()
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            try await channel.send(7)
            #expect(try await channel.receive() == 7)
        }
    }

    @Test func noValueIsLostWhenCancellationRacesWithAHandOver() async throws {
        try await threeWays {
            for round in 0..<(isSeeded ? 10 : 500) {
                let channel = Channel<Int>()
                let receiver = taskHere { try await channel.receive() }
                let sender = taskHere { try await channel.send(round) }
                await Task.yield()
                receiver.cancel()
                let received = try? await receiver.value
                if received == nil {
                    // The value is still with its sender.
                    #expect(try await channel.receive() == round)
                } else {
                    #expect(received == round)
                }
                try await sender.value
            }
        }
    }

    @Test func valuesThatAreLeftBehindAreReleasedOnce() async throws {
        try await threeWays {
            final class Token: Sendable {}
            weak var leaked: Token?
            do {
                let token = Token()
                leaked = token
                let channel = Channel<Token>()
                let task = taskHere { try await channel.send(token) }
                await Task.yield()
                task.cancel()
                await #expect(throws: CancellationError.self) { try await task.value }
            }
            #expect(leaked == nil)
        }
    }
}

@Suite struct RunBlockingTests {
    private struct Failure: Error {}

    @Test func synchronousCodeWaitsForAsyncCode() async throws {
        let value = try await onPlainThread {
            runBlocking { () async throws(Never) -> Int in
                await Task.yield()
                return 42
            }
        }
        #expect(value == 42)
    }

    @Test func anErrorOfAsyncCodeIsThrown() async throws {
        await #expect(throws: Failure.self) {
            try await onPlainThread { try runBlocking { () async throws(Failure) -> Int in throw Failure() } }
        }
    }

    @Test func aHundredGoroutinesMayWaitForAsyncCodeAtOnce() async throws {
        let sum = try await onPlainThread {
            let handles = (0..<100).map { index in
                spawn { () throws(Never) -> Int in
                    runBlocking { () async throws(Never) -> Int in
                        await Task.yield()
                        return index
                    }
                }
            }
            return handles.reduce(0) { $0 + $1.join() }
        }
        #expect(sum == 4950)
    }

    @Test func blockingCodeRunsInAGoroutine() async throws {
        try await threeWays {
            let channel = Channel<Int>(capacity: 1)
            try await channel.send(5)
            #expect(try await toGoroutine { channel.receive() } == 5)
            await #expect(throws: Failure.self) { try await toGoroutine { throw Failure() } }
        }
    }
}
