import BraidCore
import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import BraidTesting
import Testing

@Suite struct GoTests {
    @Test func startsFromASwiftTask() async throws {
        let channel = Channel<Int>(capacity: 1)
        go { try channel.send(1) }
        try await #expect(onPlainThread { channel.receive() } == 1)
    }

    @Test func startsFromAGoroutine() async throws {
        try await bothWays {
            let channel = Channel<Int>()
            go { go { go { try channel.send(3) } } }
            #expect(channel.receive() == 3)
        }
    }

    /// Blocks one thread of Swift's pool for a moment, which is allowed and works.
    @Test func aSwiftTaskMayReceive() async throws {
        let (requests, replies) = (Channel<Int>(), Channel<Int>())
        go { for request in requests { try replies.send(request * 2) } }
        for number in 0..<100 {
            let reply = await Task.detached {
                try? requests.send(number)
                return replies.receive()
            }.value
            #expect(reply == number * 2)
        }
        try requests.close()
    }

    @Test func insideASeededRunItStaysInThatRun() async throws {
        try await forSeeds {
            let outer = Scheduler.current
            let inner = spawn { Scheduler.current === outer }
            #expect(inner.join())
            #expect(outer !== Scheduler.shared)
        }
    }

    @Test func tenThousandAtOnce() async throws {
        try await bothWays {
            let gate = Channel<Void>()
            let (group, passed) = (WaitGroup(), Tally())
            for _ in 0..<10_000 {
                group.go {
                    _ = gate.receive()
                    passed.add()
                }
            }
            try gate.close()
            group.wait()
            #expect(passed.value == 10_000)
        }
    }

    @Test func aBigStackServesDeepRecursion() async throws {
        @Sendable func depth(_ left: Int) -> Int {
            // Safety: the buffer belongs to this frame; it makes the frame a kilobyte, and the recursion no loop.
            unsafe withUnsafeTemporaryAllocation(of: Int.self, capacity: 100) { frame in
                unsafe frame.initialize(repeating: left)
                let below = left == 0 ? 0 : depth(left - 1) + 1
                return unsafe frame[left % 100] == left ? below : -1
            }
        }
        try await bothWays {
            let spawned = spawn(stack: 64 << 20) { depth(20_000) }
            #expect(spawned.join() == 20_000)
        }
    }

    @Test func whatABodyCapturesIsReleasedWhenItEnds() async throws {
        let census = Census()
        try await forSeeds {
            for _ in 0..<10 {
                let citizen = census.citizen()
                go {
                    Goroutine.yield()
                    withExtendedLifetime(citizen) {}
                }
            }
        }
        #expect(census.living == 0)
    }

    final class Notebook {
        var pages = 0
    }

    @Test func whatIsNotSendableIsHandedOver() async throws {
        try await bothWays {
            let notebook = Notebook()
            notebook.pages = 2
            let channel = Channel<Int>()
            go {
                notebook.pages += 1
                try channel.send(notebook.pages)
            }
            #expect(channel.receive() == 3)
        }
    }
}
