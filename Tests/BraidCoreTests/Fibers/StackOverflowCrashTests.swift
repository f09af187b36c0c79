@testable import BraidCore
import BraidTestSupport
import BraidTesting
import Glibc
import Testing

/// What a process says when a goroutine needs more stack than it has, and that every other fault dies as it did before.
@Suite(.enabled(if: !isSanitized, "the sanitizers report faults themselves")) struct StackOverflowCrashTests {
    @Test func deepRecursionNamesTheGoroutineAndItsStack() async {
        let death = await #expect(processExitsWith: .signal(SIGSEGV), observing: [\.standardErrorContent]) {
            try await dieOnGoroutine(name: "deep", stack: 32 * 1024) { _ = descend(1_000_000) }
        }
        #expect(
            death?.standardErrorContent.says(
                """
                Fatal error: goroutine 1 "deep" created at BraidCoreTests/OwnScheduler.swift:77 has overflowed its \
                stack of 32 KiB. Give it a larger one with go(stack:), or all of them with BRAID_STACK_SIZE (bytes).

                """) == true)
    }

    @Test func aGoroutineWithoutANameIsKnownByItsNumber() async {
        let death = await #expect(processExitsWith: .signal(SIGSEGV), observing: [\.standardErrorContent]) {
            try await dieOnGoroutine(name: nil, stack: nil) { _ = descend(1_000_000) }
        }
        #expect(death?.standardErrorContent.says("goroutine 1 created at BraidCoreTests/") == true)
        #expect(death?.standardErrorContent.says("stack of 256 KiB") == true)
    }

    /// 48 KiB in one frame on a stack of 32 KiB, first touched at its far end: a page of guard would be stepped over.
    @Test(.enabled(if: StackGuard.best == .installed, "without guard regions the guard is a page"))
    func oneHugeFrameMeetsTheGuard() async {
        let death = await #expect(processExitsWith: .signal(SIGSEGV), observing: [\.standardErrorContent]) {
            try await dieOnGoroutine(name: "huge", stack: 32 * 1024) { touchFarEndOfHugeFrame() }
        }
        #expect(death?.standardErrorContent.says("\"huge\"") == true)
    }

    @Test func theMessageSaysTheSizeThatWasAskedForRoundedUp() async {
        let death = await #expect(processExitsWith: .signal(SIGSEGV), observing: [\.standardErrorContent]) {
            try await dieOnGoroutine(name: nil, stack: 1_000_000) { _ = descend(10_000_000) }
        }
        #expect(death?.standardErrorContent.says("stack of 1024 KiB") == true)
    }

    @Test func aLongNameIsCutBetweenTwoCharacters() async {
        let death = await #expect(processExitsWith: .signal(SIGSEGV), observing: [\.standardErrorContent]) {
            let name = String(repeating: "x", count: 46) + "é and more"
            try await dieOnGoroutine(name: name, stack: nil) { _ = descend(1_000_000) }
        }
        #expect(death?.standardErrorContent.says(" \"\(String(repeating: "x", count: 46))\" created") == true)
    }

    @Test func aSeededRunReportsToo() async {
        let death = await #expect(processExitsWith: .signal(SIGSEGV), observing: [\.standardErrorContent]) {
            try await onPlainThread {
                let scheduler = Scheduler(seed: 1)
                scheduler.go(name: "seeded") { _ = descend(1_000_000) }
                scheduler.run()
            }
        }
        #expect(death?.standardErrorContent.says("goroutine 1 \"seeded\"") == true)
    }

    /// The worker that went on with it after a park is another than the one that started it.
    @Test func aGoroutineThatHasParkedIsStillKnown() async {
        let death = await #expect(processExitsWith: .signal(SIGSEGV), observing: [\.standardErrorContent]) {
            try await dieOnGoroutine(name: "parked", stack: nil) {
                for _ in 0..<100 { Fiber.current?.yield() }
                _ = descend(1_000_000)
            }
        }
        #expect(death?.standardErrorContent.says("\"parked\"") == true)
    }

    /// A goroutine that begins when another ends may be given its stack, and its record with it.
    @Test func theNextGoroutineOnAStackIsNotTakenForTheOneBefore() async {
        let death = await #expect(processExitsWith: .signal(SIGSEGV), observing: [\.standardErrorContent]) {
            try await onPlainThread {
                withScheduler(workers: 1) { scheduler in
                    let never = Latch(1)
                    scheduler.go {
                        scheduler.go(name: "first") {}
                        scheduler.go { _ = descend(1_000_000) }
                    }
                    never.wait()
                }
            }
        }
        #expect(death?.standardErrorContent.says("goroutine 3 created at") == true)
    }

    @Test func aBadAddressInsideAGoroutineDiesAsEver() async {
        let death = await #expect(processExitsWith: .signal(SIGSEGV), observing: [\.standardErrorContent]) {
            try await dieOnGoroutine(name: "careless", stack: nil) { touchNothing() }
        }
        #expect(death?.standardErrorContent.says("overflowed") == false)
    }

    /// It is no overflow if somebody else writes there.
    @Test func anotherStacksGuardIsNoOverflow() async {
        let death = await #expect(processExitsWith: .signal(SIGSEGV), observing: [\.standardErrorContent]) {
            try await dieOnGoroutine(name: "careless", stack: nil) {
                touchGuard(.best, below: 1)
            }
        }
        #expect(death?.standardErrorContent.says("overflowed") == false)
    }

    @Test func aPlainThreadsOverflowDiesAsEver() async {
        let death = await #expect(processExitsWith: .signal(SIGSEGV), observing: [\.standardErrorContent]) {
            try await onPlainThread {
                withScheduler(workers: 1) { scheduler in
                    scheduler.runAll(1) { _ in }
                    _ = descend(1_000_000_000)
                }
            }
        }
        #expect(death?.standardErrorContent.says("overflowed") == false)
    }

    @Test func aSwiftTasksOverflowDiesAsEver() async {
        let death = await #expect(processExitsWith: .signal(SIGSEGV), observing: [\.standardErrorContent]) {
            try await onPlainThread { withScheduler(workers: 1) { $0.runAll(1) { _ in } } }
            await Task.detached { _ = descend(1_000_000_000) }.value
        }
        #expect(death?.standardErrorContent.says("overflowed") == false)
    }

    /// It runs on its worker's own stack.
    @Test func aTaskOnAWorkerIsNotTakenForAGoroutine() async {
        let death = await #expect(processExitsWith: .signal(SIGSEGV), observing: [\.standardErrorContent]) {
            try await dieOnGoroutine(name: "starter", stack: nil) {
                let never = Latch(1)
                Task(executorPreference: GoroutineExecutor.shared) { _ = descend(1_000_000_000) }
                never.wait()
            }
        }
        #expect(death?.standardErrorContent.says("overflowed") == false)
    }

    @Test func aLoopsOverflowDiesAsEver() async {
        let death = await #expect(processExitsWith: .signal(SIGSEGV), observing: [\.standardErrorContent]) {
            try await dieOnGoroutine(name: "host", stack: nil) {
                try? EventLoop.runUntilIdle { _ = descend(1_000_000_000) }
            }
        }
        #expect(death?.standardErrorContent.says("overflowed") == false)
    }

    @Test func aPinnedGoroutineIsNamedToo() async {
        let death = await #expect(processExitsWith: .signal(SIGSEGV), observing: [\.standardErrorContent]) {
            try await dieOnGoroutine(name: "pinned", stack: nil) {
                Fiber.pinned { _ = descend(1_000_000) }
            }
        }
        #expect(death?.standardErrorContent.says("\"pinned\"") == true)
    }

    @Test func aSignalThatWasSentEndsTheProcessAsEver() async {
        let death = await #expect(processExitsWith: .signal(SIGSEGV), observing: [\.standardErrorContent]) {
            try await dieOnGoroutine(name: "sender", stack: nil) { raise(SIGSEGV) }
        }
        #expect(death?.standardErrorContent.says("overflowed") == false)
    }

    @Test func aHandlerThatWasThereBeforeIsCalledAfterTheReport() async {
        let death = await #expect(
            processExitsWith: .exitCode(42), observing: [\.standardErrorContent]
        ) {
            var action = sigaction()
            // Safety: the handler makes only calls that a handler may make.
            unsafe action.__sigaction_handler.sa_handler = { _ in
                _ = unsafe write(2, "the handler before", 18)
                _exit(42)
            }
            unsafe sigaction(SIGSEGV, &action, nil)
            try await dieOnGoroutine(name: "chained", stack: nil) { _ = descend(1_000_000) }
        }
        let text = String(decoding: death?.standardErrorContent ?? [], as: UTF8.self)
        #expect(text.contains("\"chained\"") && text.hasSuffix("the handler before"))
    }

    /// It made the fault's cause go away: the instruction is executed once more, and the program goes on.
    @Test func aHandlerThatWasThereBeforeMayRepairAndReturn() async {
        await #expect(processExitsWith: .success) {
            var action = sigaction()
            // Safety: the handler is given the address of `page` below, and makes that page usable.
            unsafe action.__sigaction_handler.sa_sigaction = { _, info, _ in
                let address = unsafe info?.pointee._sifields._sigfault.si_addr
                _ = unsafe mprotect(address, Stack.pageSize, PROT_READ | PROT_WRITE)
            }
            action.sa_flags = SA_SIGINFO
            unsafe sigaction(SIGSEGV, &action, nil)
            try await onPlainThread {
                withScheduler(workers: 1) { scheduler in
                    scheduler.runAll(1) { _ in
                        // Safety: a fresh page, freed with the process.
                        let page = unsafe mmap(
                            nil, Stack.pageSize, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
                        unsafe page?.storeBytes(of: 1, as: UInt8.self)
                    }
                }
            }
        }
    }

    @Test func aThreadThatHasWorkedKeepsNoSignalStack() async throws {
        let flags = try await onPlainThread {
            let scheduler = Scheduler(seed: 1)
            let inside = Shared(Int32(-1))
            scheduler.go { inside.withLock { $0 = signalStackFlags() } }
            scheduler.run()
            return (inside.value, signalStackFlags())
        }
        #expect(flags.0 == 0)
        #expect(flags.1 == Int32(SS_DISABLE))
    }
}

private func signalStackFlags() -> Int32 {
    // Safety: asks only.
    var stack = unsafe stack_t()
    unsafe sigaltstack(nil, &stack)
    return unsafe stack.ss_flags
}

/// Runs a body that is to end the process.
private func dieOnGoroutine(
    name: String?, stack: Int?, _ body: @escaping @Sendable () -> Void
) async throws {
    try await onPlainThread {
        withScheduler(workers: 2) { scheduler in
            let never = Latch(1)
            scheduler.go(name: name, stack: stack, line: 77) {
                body()
                _exit(99)
            }
            never.wait()
        }
    }
}

@inline(never)
private func touchNothing() {
    // Safety: not safe at all, which is the point.
    unsafe UnsafeMutablePointer<UInt8>(bitPattern: 8)?.pointee = 1
}

/// Writes to the lowest bytes of its frame, in a way that the compiler cannot foresee and leave out.
@inline(never)
private func touchFarEndOfHugeFrame() {
    let (place, other) = (Int(getpid()) % 16, Int(getppid()) % 16)
    // Safety: inside the buffer, which is not inside the stack: that is the point.
    let byte = unsafe withUnsafeTemporaryAllocation(byteCount: 48 * 1024, alignment: 16) { frame in
        unsafe frame[place] = 1
        return unsafe frame[other]
    }
    if byte == 77 { _exit(77) }
}
