import BraidTestSupport
import BraidTesting
import Glibc
import Testing

@testable import BraidCore

/// What Braid does where the kernel is older than the machine's, or a container refuses the newer calls.
@Suite(.enabled(if: OldKernel.canBePlayed && !isSanitized), .timeLimit(.minutes(20))) struct OldKernelTests {
    @Test func itIsOne() async {
        await #expect(processExitsWith: .success) {
            OldKernel.begin()
            guard StackGuard.best == .protected, !StackPreparation.canAdviseEach else { _exit(2) }
            guard !HardwareMemory.hasBarrierEverywhere else { _exit(3) }
        }
    }

    @Test func anOverflowIsNamed() async {
        let death = await #expect(processExitsWith: .signal(SIGSEGV), observing: [\.standardErrorContent]) {
            OldKernel.begin()
            try await onPlainThread {
                withScheduler(workers: 2) { scheduler in
                    let never = Latch(1)
                    scheduler.go(name: "deep", stack: 32 * 1024) { _ = descend(1_000_000) }
                    never.wait()
                }
            }
        }
        #expect(death?.standardErrorContent.says("goroutine 1 \"deep\" created at") == true)
        #expect(death?.standardErrorContent.says("has overflowed its stack of 32 KiB") == true)
    }

    /// Seats that are visited, taken and given back, workers that sleep and are woken, stacks that come and go.
    @Test func goroutinesRun() async {
        await #expect(processExitsWith: .success) {
            OldKernel.begin()
            try await onPlainThread {
                let pipe = try Pipe()
                pipe.makeReadingBlock()
                withScheduler(workers: 4) { scheduler in
                    for _ in 0..<20 {
                        let (blocked, ended) = (Latch(8), Latch(1_000))
                        for _ in 0..<8 {
                            scheduler.go {
                                _ = pipe.readByte()
                                blocked.countDown()
                            }
                        }
                        scheduler.runAll(1_000) { index in
                            Fiber.current?.yield()
                            let deadline = scheduler.clock.now.advanced(by: .microseconds(index % 50))
                            Waiter.withCurrent { _ = $0.park(.sleep, until: deadline) }
                            ended.countDown()
                            ended.wait()
                        }
                        pipe.write("xxxxxxxx")
                        blocked.wait()
                    }
                }
            }
        }
    }
}
