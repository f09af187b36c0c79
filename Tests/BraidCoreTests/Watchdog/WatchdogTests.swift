import BraidTesting
import Glibc
import Synchronization
import Testing

@testable import BraidCore

/// A few frames of Swift between the loop and what blocks it. The line is the one of the call.
private enum Deep {
    static let lineOfTheRead = #line + 3
    @inline(never)
    static func innermost(_ obstacle: Obstacle) -> Int {
        obstacle.block() + 1
    }

    @inline(never)
    static func generic<Value>(_ value: Value, _ obstacle: Obstacle) -> (Value, Int, Value) {
        let copy = value
        return (copy, innermost(obstacle), value)
    }

    @inline(never)
    static func outermost(_ obstacle: Obstacle) -> Int {
        generic("some text that is not trivial to copy", obstacle).1 + 1
    }

    static let lineOfTheComputation = #line + 5
    @inline(never)
    static func compute(until isOver: borrowing Atomic<Bool>) -> UInt64 {
        var sum: UInt64 = 1
        while !isOver.load(ordering: .relaxed) {
            sum = sum &* 6_364_136_223_846_793_005 &+ 1
        }
        return sum
    }

    static let lineOfTheSleep = #line + 4
    @inline(never)
    static func sleepThroughGlibc() -> UInt32 {
        // The sum keeps the call from being the function's last, which would leave the stack before it.
        sleep(1) + 1
    }
}

/// An ending flag that a closure can hold.
private final class Flag: Sendable {
    let isSet = Atomic<Bool>(false)
}

@Suite struct WatchdogTests {
    @Test func aCallThatBlocksSeveralFramesDeepIsReportedWithItsFunctionAndLine() async throws {
        let report = try await onPlainThread {
            let watcher = SteppedWatcher()
            let obstacle = Obstacle()
            let thread = watcher.runLoop { _ = Deep.outermost(obstacle) }
            let report = watcher.lookUntilReported(in: .read)
            obstacle.clear()
            thread.join()
            return report
        }
        #expect(report.isComputing == false)
        #expect(report.call?.contains("read") == true)
        let functions = report.frames.map(\.function)
        for name in ["block()", "innermost", "generic", "outermost"] {
            #expect(functions.contains { $0.contains(name) }, "\(name) of \(functions)")
        }
        #expect(report.culprit?.function.contains("block()") == true)
        let innermost = report.frames.first { $0.function.contains("innermost") }
        #expect(innermost?.line == Deep.lineOfTheRead)
        #expect(innermost?.file?.hasSuffix("WatchdogTests.swift") == true)
    }

    @Test func aSleepInGlibcIsReportedByItsNameAndIsNotCutShort() async throws {
        let (report, rest) = try await onPlainThread {
            let watcher = SteppedWatcher()
            let rest = OneShot<UInt32>()
            let thread = watcher.runLoop { rest.set(Deep.sleepThroughGlibc() - 1) }
            let report = watcher.lookUntilReported(in: .clockNanosleep)
            thread.join()
            return (report, rest.wait(.join))
        }
        #expect(rest == 0)
        #expect(report.culprit?.function.contains("sleepThroughGlibc") == true)
        #expect(report.culprit?.line == Deep.lineOfTheSleep)
        #expect(report.advice.contains("asynchronous sleep"))
    }

    /// The loop sleeps again and again until it has been looked at often enough, however busy the machine is.
    @Test func aSleepThatIsLookedAtAllTheTimeIsNotInterrupted() async throws {
        let results = try await onPlainThread {
            let watcher = SteppedWatcher()
            let results = OneShot<[Int32]>()
            let isEnough = Flag()
            let thread = watcher.runLoop {
                var outcomes: [Int32] = []
                while !isEnough.isSet.load(ordering: .relaxed) {
                    outcomes.append(usleep(10_000) == 0 ? 0 : errno)
                }
                results.set(outcomes)
            }
            var samples = 0
            while samples < 100 {
                for pulse in watcher.pulses {
                    let sample = StackSample(of: pulse, during: pulse.current)
                    if sample?.isComputing == false { samples += 1 }
                }
                sched_yield()
            }
            isEnough.isSet.store(true, ordering: .relaxed)
            thread.join()
            return results.wait(.join)
        }
        #expect(!results.isEmpty)
        #expect(results.allSatisfy { $0 == 0 })
    }

    /// What is reported of a callback that computes.
    private static func reportOfComputing() -> EventLoop.Blockage {
        let watcher = SteppedWatcher()
        let flag = Flag()
        let hasBegun = Flag()
        let thread = watcher.runLoop {
            hasBegun.isSet.store(true, ordering: .relaxed)
            _ = Deep.compute(until: flag.isSet)
        }
        while !hasBegun.isSet.load(ordering: .relaxed) { sched_yield() }
        let report = watcher.lookUntilReported(in: .none)
        flag.isSet.store(true, ordering: .relaxed)
        thread.join()
        return report
    }

    @Test func aCallbackThatComputesIsReportedWithItsFunctionAndLine() async throws {
        let report = try await onPlainThread {
            // A thread that gets no processor for long cannot be sampled, and is then reported without a stack.
            var report = WatchdogTests.reportOfComputing()
            while report.isComputing == nil, !StackSample.cannotInterrupt {
                report = WatchdogTests.reportOfComputing()
            }
            return report
        }
        withKnownIssue("ThreadSanitizer delays signals, so a thread that computes cannot be sampled") {
            #expect(report.isComputing == true)
            #expect(report.frames.contains { $0.function.contains("compute") })
            #expect(report.culprit?.file?.hasSuffix("WatchdogTests.swift") == true)
            let line = report.frames.first { $0.function.contains("compute") }?.line ?? 0
            #expect((Deep.lineOfTheComputation - 2...Deep.lineOfTheComputation + 1).contains(line))
        } when: {
            report.isComputing == nil && StackSample.cannotInterrupt
        }
    }

    @Test func anAsyncFunctionThatBlocksTheLoopIsReported() async throws {
        @inline(never) @Sendable func fetch(_ obstacle: Obstacle) async -> Int {
            await Task.yield()
            let count = obstacle.block()
            await Task.yield()
            return count
        }
        let report = try await onPlainThread {
            let watcher = SteppedWatcher()
            let obstacle = Obstacle()
            let thread = watcher.runLoop {
                guard let loop = EventLoop.current else { fatalError("no loop runs here") }
                loop.hold()
                Task(executorPreference: loop) {
                    _ = await fetch(obstacle)
                    loop.release()
                }
            }
            let report = watcher.lookUntilReported(in: .read)
            obstacle.clear()
            thread.join()
            return report
        }
        #expect(report.frames.contains { $0.function.contains("fetch") })
    }

    @Test func aCallbackUnderTheThresholdIsNotReported() async throws {
        let (before, after) = try await onPlainThread {
            let watcher = SteppedWatcher()
            let obstacle = Obstacle()
            let thread = watcher.runLoop { _ = obstacle.block() }
            while !watcher.pulses.contains(where: { Call.read.isMade(by: $0) }) { sched_yield() }
            watcher.look(after: 0)
            watcher.look(after: 99)
            let before = watcher.reports.count
            let after = watcher.lookUntilReported(in: .read)
            obstacle.clear()
            thread.join()
            return (before, after)
        }
        #expect(before == 0)
        #expect(after.duration >= SteppedWatcher.threshold)
    }

    @Test func manyShortCallbacksInOneTurnAreNotABlockage() async throws {
        let reports = try await onPlainThread {
            let watcher = SteppedWatcher()
            let obstacle = Obstacle()
            let thread = watcher.runLoop {
                guard let loop = EventLoop.current else { fatalError("no loop runs here") }
                // All of them run in the next turn, each for less than the threshold.
                for _ in 0..<5 {
                    loop.callSoon {
                        watcher.look(after: 0)
                        watcher.look(after: 60)
                    }
                }
                obstacle.clear()
                _ = obstacle.block()
            }
            thread.join()
            return watcher.reports
        }
        #expect(reports.isEmpty)
    }

    @Test func aBlockageIsReportedOnce() async throws {
        let count = try await onPlainThread {
            let watcher = SteppedWatcher()
            let obstacle = Obstacle()
            let thread = watcher.runLoop { _ = obstacle.block() }
            _ = watcher.lookUntilReported(in: .read)
            for _ in 0..<10 { watcher.look(after: 100) }
            obstacle.clear()
            thread.join()
            return watcher.reports.count
        }
        #expect(count == 1)
    }

    @Test func twoLoopsAreWatchedAndOnlyTheBlockedOneIsReported() async throws {
        let (first, second) = try await onPlainThread {
            let watcher = SteppedWatcher()
            let obstacles = (Obstacle(), Obstacle())
            let quiet = OneShot<EventLoop>()
            let idle = watcher.runLoop {
                guard let loop = EventLoop.current else { fatalError("no loop runs here") }
                loop.hold()
                quiet.set(loop)
            }
            let idleLoop = quiet.wait(.join)
            let blocked = watcher.runLoop { _ = obstacles.0.block() }
            _ = watcher.lookUntilReported(in: .read)
            for _ in 0..<3 { watcher.look(after: 100) }
            let first = watcher.reports.count
            idleLoop.post { _ = obstacles.1.block() }
            while watcher.reports.count == 1 { watcher.look(after: 100) }
            let second = watcher.reports.count
            obstacles.0.clear()
            obstacles.1.clear()
            idleLoop.release()
            blocked.join()
            idle.join()
            return (first, second)
        }
        #expect(first == 1)
        #expect(second == 2)
    }

    @Test func aLoopThatWaitsInItsPollerIsNotBlocked() async throws {
        let (isBusy, reports) = try await onPlainThread {
            let watcher = SteppedWatcher()
            let ready = OneShot<EventLoop>()
            let thread = watcher.runLoop {
                guard let loop = EventLoop.current else { fatalError("no loop runs here") }
                loop.hold()
                ready.set(loop)
            }
            let loop = ready.wait(.join)
            // The first looks may still see the turn's end.
            while watcher.look(after: 0) { sched_yield() }
            let isBusy = (0..<5).contains { _ in watcher.look(after: 1000) }
            loop.release()
            thread.join()
            return (isBusy, watcher.reports)
        }
        #expect(!isBusy)
        #expect(reports.isEmpty)
    }

    @Test func theWatchdogOfTheProcessReportsWithinTheCallAndToItsHandler() async throws {
        let obstacle = Obstacle()
        let report = try await onPlainThread {
            let reported = OneShot<EventLoop.Blockage>()
            let isFirst = Flag()
            EventLoop.Watchdog.handler = { report in
                guard report.frames.contains(where: { $0.function.contains("block()") }),
                    !isFirst.isSet.exchange(true, ordering: .relaxed)
                else { return }
                reported.set(report)
                // The loop goes on only because it was reported while it was blocked.
                obstacle.clear()
            }
            defer { EventLoop.Watchdog.handler = nil }
            try EventLoop.runUntilIdle { _ = obstacle.block() }
            return reported.wait(.join)
        }
        #expect(report.duration >= EventLoop.Watchdog.threshold)
    }

    @Test func aLoopThatIsStartedWithTheWatchdogOffIsNotWatched() async throws {
        let isBusy = try await onPlainThread {
            let watcher = SteppedWatcher()
            watcher.watcher.change { $0.isOn = false }
            let obstacle = Obstacle()
            let thread = watcher.runLoop { _ = obstacle.block() }
            let isBusy = (0..<5).contains { _ in watcher.look(after: 1000) }
            obstacle.clear()
            thread.join()
            return isBusy
        }
        #expect(!isBusy)
    }
}
