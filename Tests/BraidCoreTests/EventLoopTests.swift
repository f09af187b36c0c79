import BraidTesting
import Testing

@testable import BraidCore

/// What happened, in order; written on the loop's thread only.
private final class Log: @unchecked Sendable {
    var entries: [String] = []
    func callAsFunction(_ entry: String) { entries.append(entry) }
}

private var loop: EventLoop {
    guard let loop = EventLoop.current else { fatalError("no loop runs here") }
    return loop
}

@Suite struct EventLoopTests {
    @Test func microtasksRunAfterEachCallbackBeforeTheNext() async throws {
        let log = Log()
        try await onPlainThread {
            try EventLoop.runUntilIdle {
                loop.callSoon {
                    log("second"); loop.queueMicrotask { log("microtask of second") }
                }
                loop.callSoon { log("third") }
                loop.queueMicrotask {
                    log("microtask of first"); loop.queueMicrotask { log("nested") }
                }
                log("first")
            }
        }
        #expect(
            log.entries == [
                "first", "microtask of first", "nested", "second", "microtask of second", "third",
            ])
    }

    @Test func timersFireInTheOrderOfTheirDeadlinesAndEqualOnesInTheOrderSet() async throws {
        let log = Log()
        let elapsed = try await onPlainThread {
            try SeededRun(seed: 1) {
                try EventLoop.runUntilIdle {
                    let start = loop.clock.now
                    for (name, seconds) in [("late", 3600), ("early", 1), ("early too", 1)] {
                        _ = LoopTimer(on: loop, at: start.advanced(by: .seconds(seconds))) { log(name) }
                    }
                }
            }.elapsed
        }
        #expect(log.entries == ["early", "early too", "late"])
        #expect(elapsed == .seconds(3600))
    }

    @Test func aTimerThatIsDueCanStillBeCancelledByItsSibling() async throws {
        let log = Log()
        try await onPlainThread {
            _ = try SeededRun(seed: 1) {
                try EventLoop.runUntilIdle {
                    let deadline = loop.clock.now.advanced(by: .seconds(1))
                    var sibling: LoopTimer?
                    _ = LoopTimer(on: loop, at: deadline) {
                        log("first"); sibling?.cancel()
                    }
                    sibling = LoopTimer(on: loop, at: deadline) { log("second") }
                }
            }
        }
        #expect(log.entries == ["first"])
    }

    @Test func asyncCodeOfALoopsTaskRunsOnItsThread() async throws {
        let log = Log()
        try await onPlainThread {
            try EventLoop.runUntilIdle {
                let mine = loop
                mine.hold()
                Task(executorPreference: mine) {
                    log("\(mine.isCurrent)")
                    await Task.yield()
                    async let child = mine.isCurrent
                    log("\(await child) \(mine.isCurrent)")
                    mine.release()
                }
            }
        }
        #expect(log.entries == ["true", "true true"])
    }

    @Test func aPostFromAnotherThreadWakesALoopThatWaits() async throws {
        let log = Log()
        try await onPlainThread {
            try EventLoop.runUntilIdle {
                let mine = loop
                mine.hold()
                _ = PlainThread(name: "poster") {
                    mine.post { log(mine.isCurrent ? "here" : "elsewhere") }
                    mine.release()
                }
            }
        }
        #expect(log.entries == ["here"])
    }

    @Test func aLoopInAGoroutineParksItAndRunsElsewhere() async throws {
        let log = Log()
        try await onPlainThread {
            let ended = OneShot<Void>()
            Scheduler.shared.launch(
                name: nil, stackSize: nil, site: CreationSite(fileID: #fileID, line: #line)
            ) {
                try EventLoop.runUntilIdle { log("ran") }
                ended.set(())
            }
            ended.wait(.join)
        }
        #expect(log.entries == ["ran"])
    }

    @Test func anErrorOfTheBodyEndsTheLoopAndIsThrown() async throws {
        struct Failure: Error {}
        await #expect(throws: Failure.self) {
            try await onPlainThread {
                try EventLoop.runUntilIdle {
                    _ = LoopTimer(on: loop, at: .never) {}
                    throw Failure()
                }
            }
        }
    }
}
