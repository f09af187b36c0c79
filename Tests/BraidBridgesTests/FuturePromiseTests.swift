import Braid
import BraidTestSeeds
import BraidTestSupport
import BraidTesting
import Testing

/// Runs a script on a loop of its own until it is idle, and returns what it wrote down: the same for each of 20 seeds, and in
/// real time.
private func logOf(_ script: @escaping @Sendable (_ log: @escaping @Sendable (String) -> Void) throws -> Void)
    async throws -> [String]
{
    try await sameBothWays {
        let log = Shared<[String]>([])
        try EventLoop.runUntilIdle { try script { line in log.withLock { $0.append(line) } } }
        return log.value
    }
}

private struct Failure: Error {}

@Suite struct FuturePromiseTests {
    @Test func aPromiseFollowsAFuture() async throws {
        let log = try await logOf { log in
            let future = Future<Int>()
            future.promise.then { log("value \($0)") }
            try future.setResult(1)
            log("set")
        }
        #expect(log == ["set", "value 1"])
    }

    @Test func aFutureFollowsAPromise() async throws {
        let log = try await logOf { log in
            let (promise, resolve, _) = Promise<Int>.withResolvers()
            promise.future.addDoneCallback { log("result \((try? $0.result()) ?? -1)") }
            resolve(2)
            log("resolved")
        }
        #expect(log == ["resolved", "result 2"])
    }

    @Test func anErrorCrossesBothWays() async throws {
        let log = try await logOf { log in
            let future = Future<Int>()
            future.promise.catch { error in
                log("promise: \(error is Failure)")
                return 0
            }
            try future.setException(Failure())
            Promise<Int>.reject(Failure()).future.addDoneCallback { future in
                log("future: \((try? future.exception()) is Failure)")
            }
        }
        #expect(Set(log) == ["promise: true", "future: true"])
    }

    @Test func aCancelledFutureRejectsItsPromise() async throws {
        let log = try await logOf { log in
            let future = Future<Int>()
            future.promise.catch { error in
                log("\(error is CancellationError)")
                return 0
            }
            future.cancel()
        }
        #expect(log == ["true"])
    }

    @Test func allAndGatherAreTwoNamesForOneThing() async throws {
        let log = try await logOf { log in
            let futures = (1...3).map { _ in Future<Int>() }
            Promise.all(futures.map(\.promise)).then { log("all \($0)") }
            for (index, future) in futures.enumerated().reversed() { try future.setResult(index) }
            gathered((1...3).map { Promise.resolve($0).future }).addDoneCallback { gathered in
                log("gathered \((try? gathered.result()) ?? [])")
            }
        }
        #expect(Set(log) == ["all [0, 1, 2]", "gathered [1, 2, 3]"])
    }

    @Test func aHandlerMayReturnAFuture() async throws {
        let log = try await logOf { log in
            let future = Future<String>()
            Promise.resolve(1).then { _ in future }.then { log($0) }
            setTimeout(.milliseconds(1)) { try future.setResult("followed") }
        }
        #expect(log == ["followed"])
    }

    @Test func aCoroutineAwaitsAPromiseAndAFutureOnItsLoop() async throws {
        let sum = try await sameBothWays {
            try EventLoop.run {
                let promise = Promise<Int> { resolve, _ in setTimeout(.milliseconds(1)) { resolve(20) } }
                let future = ensureFuture { 22 }
                return try await promise.value + future.value
            }
        }
        #expect(sum == 42)
    }
}

@Suite struct WaitingTests {
    @Test func aGoroutineWaitsForAPromiseOfALoop() async throws {
        let answer = try await sameBothWays {
            let handOver = Channel<Promise<Int>>(capacity: 1)
            let waiter = spawn { () throws(any Error) -> Int in try handOver.receive()!.wait() }
            try EventLoop.runUntilIdle {
                let promise = Promise<Int> { resolve, _ in setTimeout(.milliseconds(5)) { resolve(42) } }
                try handOver.send(promise)
                // The loop lives until the goroutine has its answer.
                Promise.async { try await toGoroutine { try waiter.join() } }
            }
            return try waiter.join()
        }
        #expect(answer == 42)
    }

    @Test func aThreadWaitsForAFutureAndIsThrownItsError() async throws {
        try await bothWays {
            let handOver = Channel<Future<Int>>(capacity: 1)
            let waiter = spawn { () throws(any Error) -> Int in try handOver.receive()!.wait() }
            try EventLoop.run {
                let future = Future<Int>()
                try await handOver.send(future)
                try future.setException(Failure())
                // The loop lives until the goroutine has its answer.
                _ = try? await toGoroutine { try waiter.join() }
            }
            #expect(throws: Failure.self) { try waiter.join() }
        }
    }

    @Test func aLoopThatEndsFirstLeavesNobodyWaiting() async throws {
        try await bothWays {
            let handOver = Channel<Promise<Int>>(capacity: 1)
            try EventLoop.runUntilIdle { try handOver.send(Promise<Int> { _, _ in }) }
            #expect(throws: LoopEnded.self) { try handOver.receive()!.wait() }
        }
    }

    @Test func waitingOnTheLoopsOwnThreadStopsTheProgramWithAMessage() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try await onPlainThread {
                try EventLoop.runUntilIdle { _ = try Promise.resolve(1).wait() }
            }
        }
        let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(message.contains("wait() on the event loop's own thread would never end"))
    }

    @Test func runBlockingOnTheLoopsOwnThreadStopsTheProgramWithAMessage() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try await onPlainThread {
                try EventLoop.runUntilIdle { runBlocking { () async throws(Never) in } }
            }
        }
        let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(message.contains("runBlocking on an event loop's own thread would never end"))
    }
}
