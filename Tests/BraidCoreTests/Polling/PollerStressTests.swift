@testable import BraidCore
import BraidTestSupport
import BraidTesting
import Glibc
import Testing

@Suite struct PollerStressTests {
    /// A ring of goroutines that pass one byte around through pipes.
    @Test(arguments: [1, 2, 4])
    func aByteGoesAround(workers: Int) async throws {
        try await onPlainThread {
            let pipes = try (0..<10).map { _ in try Pipe() }
            let laps = isSanitized ? 50 : 500
            withScheduler(workers: workers) { scheduler in
                let latch = Latch(10)
                for index in 0..<10 {
                    scheduler.go {
                        for _ in 0..<laps {
                            while pipes[index].readByte() == nil {
                                _ = try scheduler.poller.wait(for: pipes[index].reading, .read, until: .never)
                            }
                            pipes[(index + 1) % 10].write("x")
                        }
                        latch.countDown()
                    }
                }
                pipes[0].write("x")
                latch.wait()
            }
        }
    }

    /// Waits that time out while bytes arrive: none is lost, and no wait is left behind.
    @Test func deadlinesRaceBytes() async throws {
        try await onPlainThread {
            let pipe = try Pipe()
            let bytes = isSanitized ? 500 : 5_000
            withScheduler(workers: 2) { scheduler in
                let latch = Latch(1)
                scheduler.go {
                    var read = 0
                    while read < bytes {
                        let deadline = scheduler.clock.now.advanced(by: .microseconds(read % 60))
                        _ = try scheduler.poller.wait(for: pipe.reading, .read, until: deadline)
                        while pipe.readByte() != nil { read += 1 }
                    }
                    latch.countDown()
                }
                for _ in 0..<bytes {
                    while pipe.write("x") != 1 { sched_yield() }
                }
                latch.wait()
                #expect(!scheduler.poller.hasWaiters)
            }
        }
    }
}
