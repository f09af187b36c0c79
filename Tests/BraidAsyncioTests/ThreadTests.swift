import BraidAsyncio
import BraidCore
import BraidTestSeeds
import BraidTestSupport
import BraidTesting
import Testing

/// What comes from other threads, and what goes to them.
@Suite struct ThreadTests {
    @Test func aBlockingCallRunsElsewhereWhileTheLoopGoesOn() async throws {
        let value = try await onLoop {
            let entered = OneShot<Void>()
            let goOn = OneShot<Void>()
            let loop = EventLoop.current
            let call = createTask {
                try await toThread {
                    entered.set(())
                    goOn.wait(.none)
                    return loop?.isCurrent
                }
            }
            // The call can only end if the loop goes on while it blocks.
            try await toThread { entered.wait(.none) }
            goOn.set(())
            return try await call.value
        }
        #expect(value == false)
    }

    @Test func anErrorOfABlockingCallIsThrown() async throws {
        try await onLoop {
            await #expect(throws: ValueError("there")) { try await toThread { throw ValueError("there") } }
        }
    }

    @Test func cancellingABlockingCallThrowsAtOnceAndRunWaitsForItsEnd() async throws {
        try await bothWays {
            let ended = Flag()
            try EventLoop.run {
                let entered = OneShot<Void>()
                let goOn = OneShot<Void>()
                let call = createTask {
                    try await toThread {
                        entered.set(())
                        goOn.wait(.none)
                        ended.raise()
                    }
                }
                try await toThread { entered.wait(.none) }
                call.cancel()
                await #expect(throws: CancellationError.self) { try await call.value }
                #expect(!ended.isRaised)
                goOn.set(())
            }
            #expect(ended.isRaised)
        }
    }

    @Test func moreBlockingCallsThanThreadsWaitTheirTurnAndCanBeCancelledThere() async throws {
        let begun = try await onLoop {
            let begun = Tally()
            let goOn = OneShot<Void>()
            let calls = (0..<40).map { _ in
                createTask {
                    try await toThread {
                        begun.add()
                        goOn.wait(.none)
                    }
                }
            }
            for _ in 0..<5 { try await yield() }
            // At most 32 have a thread.
            calls[39].cancel()
            await #expect(throws: CancellationError.self) { try await calls[39].value }
            goOn.set(())
            _ = try await gather(Array(calls.dropLast()))
            return begun.value
        }
        #expect(begun == 39)
    }

    @Test func inASeededRunABlockingCallIsAGoroutineInVirtualTime() async throws {
        let run = try await onPlainThread {
            try SeededRun(seed: 7) {
                try EventLoop.run {
                    let calls = (1...3).map { hours in
                        createTask {
                            try await toThread {
                                Waiter.withCurrent { waiter in
                                    let end = waiter.now.advanced(by: .seconds(3600 * hours))
                                    _ = waiter.park(.sleep, until: end)
                                }
                            }
                        }
                    }
                    _ = try await gather(calls)
                }
            }
        }
        #expect(run.didEnd)
        #expect(run.elapsed == .seconds(3 * 3600))
    }

    @Test func aGoroutineSetsAFutureThroughItsResolver() async throws {
        let value = try await onLoop {
            let (future, resolver) = Future<String>.withResolver()
            let site = CreationSite(fileID: #fileID, line: #line)
            Scheduler.current.launch(name: nil, stackSize: nil, site: site) {
                resolver.setResult("from there")
            }
            return try await future.value
        }
        #expect(value == "from there")
    }

    @Test func onlyTheFirstCallOfAResolverCounts() async throws {
        try await onLoop {
            let (future, resolver) = Future<Int>.withResolver()
            resolver.setResult(1)
            resolver.setException(ValueError())
            resolver.cancel()
            let found = try await future.value
            #expect(found == 1)
            let (cancelled, late) = Future<Int>.withResolver()
            cancelled.cancel()
            late.setResult(2)
            await #expect(throws: CancellationError.self) { try await cancelled.value }
        }
    }

    @Test func aResolverKeepsAnIdleLoopAndADroppedOneDoesNot() async throws {
        try await bothWays {
            let flag = Flag()
            try EventLoop.runUntilIdle {
                let (future, resolver) = Future<Int>.withResolver()
                future.addDoneCallback { _ in flag.raise() }
                EventLoop.current?.runElsewhere(name: "resolver") { resolver.setResult(1) }
                _ = Future<Int>.withResolver()
            }
            #expect(flag.isRaised)
        }
    }

    @Test func aTaskIsCancelledFromAnotherThread() async throws {
        try await onLoop {
            let task = createTask { try await sleep(.seconds(3600)) }
            EventLoop.current?.runElsewhere(name: "canceller") {
                task.cancelFromAnywhere(message: "from there")
            }
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(task.cancelMessage == "from there")
        }
    }

    @Test func requestsFromOtherThreadsAndResultsRaceAndNeitherIsLost() async throws {
        let counts = try await onThread {
            let pairs = (0..<500).map { _ in Future<Int>.withResolver() }
            let tasks = pairs.map { pair in createTask { try await pair.future.value } }
            try await yield()
            let threads = Handed(
                value: [
                    PlainThread(name: "setter") { for pair in pairs { pair.resolver.setResult(1) } },
                    PlainThread(name: "canceller") { for task in tasks { task.cancelFromAnywhere() } },
                ])
            let results = try await gather(tasks, returnExceptions: true)
            try await toThread { for thread in threads.value { thread.join() } }
            var (ended, cancelled) = (0, 0)
            for (task, result) in zip(tasks, results) {
                switch result {
                case .success: ended += 1
                case .failure(let error): cancelled += error is CancellationError && task.cancelled ? 1 : 0
                }
                // A request that was counted was thrown, as the body does not catch it.
                #expect(task.cancelled == (task.cancelling > 0))
            }
            return [ended, cancelled]
        }
        #expect(counts.reduce(0, +) == 500)
    }
}
