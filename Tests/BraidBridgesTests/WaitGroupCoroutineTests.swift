import BraidBridges
import BraidGoroutines
import Testing

@Suite struct WaitGroupCoroutineTests {
    private struct Failure: Error {}

    @Test func aCoroutineWaitsForGoroutines() async throws {
        try await threeWays {
            let (group, gate, results) = (WaitGroup(), Channel<Void>(), Channel<Int>(capacity: 5))
            for number in 0..<5 {
                group.go {
                    _ = gate.receive()
                    try results.send(number)
                }
            }
            try gate.close()
            try await group.wait()
            #expect(results.count == 5)
            try await group.wait()
        }
    }

    @Test func aCancelledWaitThrowsAndLeavesNobodyInTheQueue() async throws {
        try await threeWays {
            let group = WaitGroup()
            group.add()
            let task = taskHere { try await group.wait() }
            await Task.yield()
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            group.done()
        }
    }

    @Test func anErrGroupsFirstErrorIsThrown() async throws {
        try await threeWays {
            let (group, context) = ErrGroup.withContext(.background)
            group.go { _ = context.done?.receive() }
            group.go { throw Failure() }
            await #expect(throws: Failure.self) { try await group.wait() }
            #expect(context.cause is Failure)
        }
    }
}
