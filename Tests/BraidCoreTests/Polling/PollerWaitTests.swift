@testable import BraidCore
import BraidTestSupport
import BraidTesting
import Glibc
import Testing

/// Goroutines and plain threads that wait for descriptors on a running scheduler.
@Suite struct PollerWaitTests {
    @Test func aGoroutineReadsWhatAPlainThreadWrites() async throws {
        try await onPlainThread {
            let pipe = try Pipe()
            withScheduler(workers: 2) { scheduler in
                let read = Shared([UInt8]())
                let latch = Latch(1)
                scheduler.go {
                    while read.withLock({ $0.count }) < 3 {
                        _ = try scheduler.poller.wait(for: pipe.reading, .read, until: .never)
                        while let byte = pipe.readByte() { read.withLock { $0.append(byte) } }
                    }
                    latch.countDown()
                }
                for letter in ["a", "b", "c"] { pipe.write(letter) }
                latch.wait()
                #expect(read.value == Array("abc".utf8))
            }
        }
    }

    @Test func aPlainThreadReadsWhatAGoroutineWrites() async throws {
        try await onPlainThread {
            let pipe = try Pipe()
            try withScheduler(workers: 1) { scheduler in
                scheduler.go { pipe.write("z") }
                let ending = try scheduler.poller.wait(for: pipe.reading, .read, until: .never)
                #expect(ending == .done)
                #expect(pipe.readByte() == UInt8(ascii: "z"))
            }
        }
    }

    @Test(arguments: [false, true])
    func aDeadlineEndsTheWait(onGoroutine: Bool) async throws {
        try await onPlainThread {
            let pipe = try Pipe()
            try withScheduler(workers: 1) { scheduler in
                let verdict = Shared(Verdict?.none)
                let wait: @Sendable () throws -> Void = {
                    let deadline = scheduler.clock.now.advanced(by: .milliseconds(1))
                    let ending = try scheduler.poller.wait(for: pipe.reading, .read, until: deadline)
                    verdict.withLock { $0 = ending }
                }
                if onGoroutine { scheduler.runAll(1) { _ in try wait() } } else { try wait() }
                #expect(verdict.value == .timedOut)
                #expect(!scheduler.poller.hasWaiters)
            }
        }
    }

    @Test func afterADeadlineTheDescriptorCanBeWaitedForAgain() async throws {
        try await onPlainThread {
            let pipe = try Pipe()
            withScheduler(workers: 1) { scheduler in
                scheduler.runAll(1) { _ in
                    let past = Instant(nanoseconds: 1)
                    let first = try scheduler.poller.wait(for: pipe.reading, .read, until: past)
                    #expect(first == .timedOut)
                    pipe.write("x")
                    let ending = try scheduler.poller.wait(for: pipe.reading, .read, until: .never)
                    #expect(ending == .done)
                }
            }
        }
    }

    /// Both are woken, one gets the byte, the other waits again, and gets the next.
    @Test func twoReadersShareTwoBytes() async throws {
        try await onPlainThread {
            let pipe = try Pipe()
            withScheduler(workers: 2) { scheduler in
                let latch = Latch(2)
                let reads = Tally()
                for _ in 0..<2 {
                    scheduler.go {
                        while pipe.readByte() == nil {
                            _ = try scheduler.poller.wait(for: pipe.reading, .read, until: .never)
                        }
                        if reads.add() == 1 { pipe.write("2") }
                        latch.countDown()
                    }
                }
                pipe.write("1")
                latch.wait()
            }
        }
    }

    @Test func closingWakesGoroutinesAndPlainThreads() async throws {
        try await onPlainThread {
            let pipe = try Pipe()
            // A number that no other test is given meanwhile.
            let number = fcntl(pipe.reading, F_DUPFD, 1_200)
            let poller = Shared(0)
            withScheduler(workers: 2) { scheduler in
                let wait: @Sendable () -> Void = {
                    // Who comes too late hears that there is no such descriptor.
                    var isRight = false
                    do {
                        isRight = try scheduler.poller.wait(for: number, .read, until: .never) == .closed
                    } catch {
                        isRight = error as? PollError == PollError(errno: EBADF)
                    }
                    poller.withLock { [isRight] in $0 += isRight ? 1 : 0 }
                }
                let latch = Latch(1)
                scheduler.go {
                    wait()
                    latch.countDown()
                }
                let thread = PlainThread(name: "reader", wait)
                #expect(scheduler.poller.close(number) == 0)
                latch.wait()
                thread.join()
            }
            #expect(poller.value == 2)
        }
    }

    /// A descriptor that nobody waits for any more may still be reported once; that must not end a run.
    @Test func aSeededRunOutlivesAnEventThatNobodyWaitsFor() async throws {
        let didRead = Flag()
        try await onPlainThread {
            let (abandoned, pipe) = (try Pipe(), try Pipe())
            let scheduler = Scheduler(seed: 1)
            scheduler.go {
                // Times out, and leaves the kernel's one shot behind.
                _ = try scheduler.poller.wait(for: abandoned.reading, .read, until: Instant(nanoseconds: 5))
                abandoned.write("x")
                let writer = PlainThread(name: "writer") {
                    // After the abandoned event was taken, which cannot be seen from here: it is reported first.
                    while !scheduler.poller.hasWaiters {}
                    pipe.write("x")
                }
                let ending = try scheduler.poller.wait(for: pipe.reading, .read, until: .never)
                #expect(ending == .done)
                didRead.raise()
                writer.join()
            }
            scheduler.run()
        }
        #expect(didRead.isRaised)
    }
}
