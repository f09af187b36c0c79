import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import BraidTesting
import Testing

@Suite struct PinnedTests {
    private enum Local {
        @TaskLocal static var value = 0
    }

    private struct Failure: Error {}

    @Test func itStaysOnItsThreadWhateverItWaitsFor() async throws {
        try await onPlainThread {
            let (there, back, group) = (Channel<Int>(), Channel<Int>(), WaitGroup())
            for _ in 0..<4 {
                group.go {
                    for value in there { try back.send(value + 1) }
                }
            }
            group.go {
                Goroutine.pinned {
                    let thread = threadNumber()
                    for value in 0..<100 {
                        try? there.send(value)
                        #expect(threadNumber() == thread)
                        #expect(back.receive() == value + 1)
                        #expect(threadNumber() == thread)
                        Goroutine.yield()
                        #expect(threadNumber() == thread)
                        sleep(.microseconds(10))
                        #expect(threadNumber() == thread)
                    }
                }
                try there.close()
            }
            group.wait()
        }
    }

    @Test func itsThreadRunsNobodyElse() async throws {
        try await onPlainThread {
            let (gate, isOver, group) = (Channel<String>(), Flag(), WaitGroup())
            group.go {
                Goroutine.pinned {
                    try? gate.send(threadNumber())
                    // While it waits here, its thread would be free for others.
                    _ = gate.receive()
                }
            }
            let pinned = gate.receive()
            for _ in 0..<8 {
                group.go {
                    while !isOver.isRaised {
                        #expect(threadNumber() != pinned)
                        Goroutine.yield()
                    }
                }
            }
            for _ in 0..<1_000 { Goroutine.yield() }
            isOver.raise()
            try gate.send("")
            group.wait()
        }
    }

    @Test func itIsTheSameGoroutineInside() async throws {
        try await onPlainThread {
            let job = spawn(name: "pinned") { () throws(Never) -> Void in
                let outside = Goroutine.current
                Local.$value.withValue(7) {
                    Goroutine.pinned {
                        sleep(.microseconds(10))
                        #expect(Goroutine.current?.id == outside?.id && Goroutine.current?.name == "pinned")
                        #expect(Local.value == 7)
                        #expect(Goroutine.context.error == nil)
                    }
                }
                #expect(Goroutine.current?.id == outside?.id)
            }
            job.join()
        }
    }

    @Test func itsContextIsCancelledInside() async throws {
        try await onPlainThread {
            let isUp = Channel<Void>()
            let job = spawn { () throws(Never) -> ContextError? in
                Goroutine.pinned {
                    let context = Goroutine.context
                    try? isUp.close()
                    _ = context.done?.receive()
                    return context.error
                }
            }
            _ = isUp.receive()
            job.cancel()
            #expect(job.join() == .cancelled)
        }
    }

    @Test func anErrorPassesThroughAndUnpins() async throws {
        try await onPlainThread {
            let job = spawn { () throws(Failure) -> Int in
                try Goroutine.pinned { () throws(Failure) -> Int in throw Failure() }
            }
            #expect(throws: Failure.self) { try job.join() }
            // It goes on like any other afterwards.
            let after = spawn { () throws(Never) -> Int in
                do { try Goroutine.pinned { throw Failure() } } catch {}
                sleep(.microseconds(10))
                Goroutine.yield()
                return 1
            }
            #expect(after.join() == 1)
        }
    }

    @Test func exitLeavesAPinnedGoroutine() async throws {
        try await onPlainThread {
            let (trace, group) = (Trace<Int>(), WaitGroup())
            group.go {
                defer { trace.add(2) }
                try Goroutine.pinned {
                    defer { trace.add(1) }
                    try Goroutine.exit()
                }
            }
            group.wait()
            #expect(trace.events == [1, 2])
        }
    }

    @Test func theOutermostOfNestedCallsCounts() async throws {
        try await onPlainThread {
            let group = WaitGroup()
            group.go {
                Goroutine.pinned {
                    let thread = threadNumber()
                    Goroutine.pinned { sleep(.microseconds(10)) }
                    for _ in 0..<20 {
                        sleep(.microseconds(10))
                        #expect(threadNumber() == thread)
                    }
                }
            }
            group.wait()
        }
    }

    @Test func manyArePinnedAtOnce() async throws {
        try await onPlainThread {
            let (barrier, group) = (Sync.Barrier(20), WaitGroup())
            let threads = Shared(Set<String>())
            for _ in 0..<20 {
                group.go {
                    Goroutine.pinned {
                        threads.withLock { _ = $0.insert(threadNumber()) }
                        barrier.wait()
                    }
                }
            }
            group.wait()
            #expect(threads.value.count == 20)
        }
    }

    @Test func inASeededRunItOnlyCallsItsBody() async throws {
        try await forSeeds(10) {
            let values = Channel<Int>()
            go { try values.send(1) }
            #expect(Goroutine.pinned { values.receive() } == 1)
        }
    }

    @Test func onAPlainThreadItOnlyCallsItsBody() async throws {
        try await onPlainThread { #expect(Goroutine.pinned { 1 } == 1) }
    }

    @Test func whileItWaitsItIsListedWithItsReasonItsChannelAndItsAge() async throws {
        try await onPlainThread {
            let (values, group) = (Channel<Int>(line: 4_711), WaitGroup())
            group.go(name: "pinned and patient") { Goroutine.pinned { _ = values.receive() } }
            let look = { Goroutine.all.first { $0.name == "pinned and patient" } }
            while look()?.state != .waiting { Goroutine.yield() }
            // It is in the same wait at each look, so that the time since the first grows.
            while (look()?.waitedAtLeast ?? .zero) == .zero { Goroutine.yield() }
            let pinned = look()
            #expect(pinned?.waitReason == "channel receive")
            #expect(pinned?.waitsOn == ["BraidGoroutinesTests/PinnedTests.swift:4711"])
            try values.send(1)
            group.wait()
        }
    }

    @Test func whileItComputesItIsListedAsRunning() async throws {
        try await onPlainThread {
            let (isUp, isOver, group) = (Flag(), Flag(), WaitGroup())
            group.go(name: "pinned and busy") {
                Goroutine.pinned {
                    isUp.raise()
                    while !isOver.isRaised {}
                }
            }
            while !isUp.isRaised { Goroutine.yield() }
            let pinned = Goroutine.all.first { $0.name == "pinned and busy" }
            #expect(pinned?.state == .running && pinned?.waitReason == nil)
            isOver.raise()
            group.wait()
        }
    }
}
