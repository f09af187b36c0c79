import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import BraidTesting
import Testing

@Suite struct GoroutineTests {
    /// Two goroutines that yield take turns in some seeds, and not in others.
    @Test func yieldInterleaves() async throws {
        try await onPlainThread {
            let traces = Shared(Set<[Int]>())
            for seed in 0..<50 as Range<UInt64> {
                _ = try SeededRun(seed: seed) {
                    let (trace, group) = (Trace<Int>(), WaitGroup())
                    for number in 0..<2 {
                        group.go {
                            for _ in 0..<3 {
                                trace.add(number)
                                Goroutine.yield()
                            }
                        }
                    }
                    group.wait()
                    let events = trace.events
                    traces.withLock { _ = $0.insert(events) }
                }
            }
            let seen = traces.value
            #expect(seen.contains { $0 != [0, 0, 0, 1, 1, 1] && $0 != [1, 1, 1, 0, 0, 0] })
            #expect(seen.count > 5)
            for trace in seen { #expect(trace.sorted() == [0, 0, 0, 1, 1, 1]) }
        }
    }

    /// Without a yield a goroutine runs on, whatever the seed.
    @Test func withoutYieldNothingInterleaves() async throws {
        try await forSeeds {
            let (trace, group) = (Trace<Int>(), WaitGroup())
            for number in 0..<2 {
                group.go { for _ in 0..<3 { trace.add(number) } }
            }
            group.wait()
            let events = trace.events
            #expect(events == [0, 0, 0, 1, 1, 1] || events == [1, 1, 1, 0, 0, 0])
        }
    }

    @Test func onAPlainThreadYieldReturns() async throws {
        try await bothWays { Goroutine.yield() }
    }

    @Test func inASwiftTaskYieldReturns() {
        Goroutine.yield()
    }
}
