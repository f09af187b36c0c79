import BraidAsyncio
import BraidCore
import BraidTestSeeds
import BraidTestSupport
import BraidTesting
import Testing

/// How asyncio's cancellation, an edge, and Swift's, a level, live together.
@Suite struct NativeCodeTests {
    @Test func cancellingReachesNativeAsyncCode() async throws {
        try await onLoop {
            let task = createTask { try await Task.sleep(for: .seconds(3600)) }
            try await yield()
            #expect(task.cancel())
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(task.cancelled)
        }
    }

    @Test func aRequestMadeByTheTaskItselfReachesNativeAsyncCode() async throws {
        try await onLoop {
            let task = createTask {
                LoopTask.current?.cancel()
                try await Task.sleep(for: .seconds(3600))
            }
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }

    @Test func aRequestThrownAtAFutureDoesNotMarkSwiftsTask() async throws {
        try await onThread {
            let task = createTask {
                do { try await sleep(.seconds(3600)) } catch is CancellationError {}
                #expect(!Task.isCancelled)
                try await Task.sleep(for: .nanoseconds(1))
                return "cleaned up with native code"
            }
            try await yield()
            task.cancel()
            #expect(try await task.value == "cleaned up with native code")
        }
    }

    @Test func aRequestThatNativeCodeIgnoresIsThrownAtTheNextFuture() async throws {
        try await onLoop {
            let gate = Gate()
            let task = createTask {
                await gate.wait()
                #expect(Task.isCancelled)
                do {
                    try await yield()
                    return "lost"
                } catch is CancellationError {
                    return "thrown later"
                }
            }
            try await yield()
            task.cancel()
            gate.open()
            #expect(try await task.value == "thrown later")
        }
    }

    @Test func cancellingReachesTheFuturesOfStructuredChildren() async throws {
        try await onLoop {
            let futures = (0..<2).map { _ in Future<Void>() }
            let task = createTask {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for future in futures { group.addTask { try await future.value } }
                    try await group.waitForAll()
                }
            }
            for _ in 0..<5 { try await yield() }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(futures.map(\.cancelled) == [true, true])
        }
    }

    @Test func anAsyncLetIsCancelledWithTheTaskThatLeavesIt() async throws {
        try await onLoop {
            let (childs, parents) = (Future<Void>(), Future<Void>())
            let task = createTask {
                async let child: Void = childs.value
                try await parents.value
                try await child
            }
            for _ in 0..<3 { try await yield() }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(parents.cancelled)
            #expect(childs.cancelled)
        }
    }

    @Test func waitForOfNativeCodeDoesNotMarkTheTaskThatWaits() async throws {
        try await onLoop {
            await #expect(throws: TimeoutError.self) {
                try await waitFor(timeout: .milliseconds(1)) { try await Task.sleep(for: .seconds(3600)) }
            }
            #expect(!Task.isCancelled)
            #expect(LoopTask.current?.cancelling == 0)
        }
    }

    @Test func nativeCodeKeepsARunUntilIdleGoing() async throws {
        let flag = Flag()
        // Swift's own sleep knows nothing of virtual time.
        try await onPlainThread {
            try EventLoop.runUntilIdle {
                createTask {
                    try await Task.sleep(for: .milliseconds(1))
                    try await sleep(.milliseconds(1))
                    try await Task.sleep(for: .milliseconds(1))
                    flag.raise()
                }
            }
        }
        #expect(flag.isRaised)
    }

    /// The task stays suspended for ever, which the address sanitizer rightly calls a leak.
    @Test(.disabled(if: isSanitized))
    func aTaskWhoseFutureNobodySetsDoesNotKeepTheLoop() async throws {
        try await bothWays {
            try EventLoop.runUntilIdle {
                createTask { try await Future<Void>().value }
            }
        }
    }

    @Test func everythingOfATaskRunsOnTheLoopsThread() async throws {
        try await onThread {
            let loop = EventLoop.current
            #expect(loop?.isCurrent == true)
            // Swift's own sleep, which wakes it from elsewhere.
            try await Task.sleep(for: .nanoseconds(1))
            #expect(loop?.isCurrent == true)
            async let child = loop?.isCurrent
            #expect(await child == true)
        }
    }
}

/// Native async code that does not care for cancellation.
private final class Gate: @unchecked Sendable {
    // Safety: used on one loop.
    private var continuation: CheckedContinuation<Void, Never>?

    func wait() async {
        await withCheckedContinuation { continuation = $0 }
    }

    func open() { continuation?.resume() }
}
