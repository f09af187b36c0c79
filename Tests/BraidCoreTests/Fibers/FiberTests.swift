@testable import BraidCore
import BraidTestSupport
import BraidTesting
import Testing

@Suite struct FiberTests {
    @Test func onAPlainThreadThereIsNone() async throws {
        try await onPlainThread { #expect(Fiber.current == nil) }
    }

    @Test func inASwiftTaskThereIsNone() {
        #expect(Fiber.current == nil)
    }

    @Test func knowsItsNameNumberAndSite() async throws {
        try await onPlainThread {
            withScheduler(workers: 1) { scheduler in
                let titles = Shared([String]())
                let latch = Latch(2)
                let report: @Sendable () -> Void = {
                    titles.withLock { $0.append(Fiber.current?.title ?? "") }
                    latch.countDown()
                }
                scheduler.go(name: "counter", line: 12, report)
                scheduler.go(line: 34, report)
                latch.wait()
                let said = titles.withLock { $0.sorted() }
                #expect(
                    said.first == "goroutine 1 \"counter\" created at BraidCoreTests/OwnScheduler.swift:12")
                #expect(said.last == "goroutine 2 created at BraidCoreTests/OwnScheduler.swift:34")
            }
        }
    }

    @Test func whatABodyCapturesIsReleasedAtItsEnd() async throws {
        let census = Census()
        try await onPlainThread {
            withScheduler(workers: 2) { scheduler in
                for _ in 0..<100 {
                    let citizen = census.citizen()
                    scheduler.go {
                        Fiber.current?.yield()
                        withExtendedLifetime(citizen) {}
                    }
                }
                #expect(census.living > 0 || scheduler.liveCount == 0)
            }
        }
        #expect(census.living == 0)
    }

    /// A goroutine that still waits is found, and its report says for what.
    @Test func aParkedFiberIsFoundWithItsReason() async throws {
        try await onPlainThread {
            let run = Scheduler(seed: 1)
            let never = Latch(1)
            run.go(name: "forgotten") { never.wait() }
            run.run()
            #expect(run.fibers.map(\.name) == ["forgotten"])
            #expect(run.fibers.map(\.waitReason) == [.waitGroup])
            never.countDown()
            run.run()
            #expect(run.fibers.isEmpty)
            #expect(run.liveCount == 0)
        }
    }

    @Test func aRecordIsAlignedAndInsideItsStack() async throws {
        try await onPlainThread {
            withScheduler(workers: 1) { scheduler in
                scheduler.runAll(1) { _ in
                    guard let fiber = Fiber.current else {
                        Issue.record("a goroutine's body runs on a fiber")
                        return
                    }
                    // Safety: compares addresses only.
                    let address = unsafe UInt(bitPattern: fiber.context)
                    let base = fiber.stack.address
                    let top = base + UInt(fiber.stack.size)
                    #expect(address % 64 == 0)
                    #expect(address > base && address < top)
                    var local = 0
                    let here = unsafe withUnsafeMutablePointer(to: &local) { UInt(bitPattern: $0) }
                    if !isSanitized { #expect(here > base && here < address) }
                }
            }
        }
    }

    @Test func localVariablesSurviveThousandsOfSwitches() async throws {
        try await onPlainThread {
            withScheduler(workers: 4) { scheduler in
                scheduler.runAll(32) { index in
                    var integers = (index, index &* 31, index &* 57, ~index)
                    var floating = (Double(index), Double(index) / 3)
                    for _ in 0..<500 {
                        Fiber.current?.yield()
                        integers = (integers.3, integers.0, integers.1, integers.2)
                        floating = (floating.1, floating.0)
                    }
                    #expect(integers == (index, index &* 31, index &* 57, ~index))
                    #expect(floating == (Double(index), Double(index) / 3))
                }
            }
        }
    }
}
