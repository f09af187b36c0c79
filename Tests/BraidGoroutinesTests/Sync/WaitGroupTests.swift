import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import BraidTesting
import Testing

@Suite struct WaitGroupTests {
    @Test func withNobodyToWaitForItReturnsAtOnce() async throws {
        try await bothWays { WaitGroup().wait() }
    }

    @Test func waitsForAll() async throws {
        try await forSeeds {
            let group = WaitGroup()
            let ended = Tally()
            for index in 0..<10 {
                group.go {
                    sleep(.milliseconds(index))
                    ended.add()
                }
            }
            group.wait()
            #expect(ended.value == 10)
        }
    }

    @Test func doesNotReturnBeforeTheLast() async throws {
        try await forSeeds {
            let group = WaitGroup()
            group.add(2)
            let trace = Trace<String>()
            go {
                group.wait()
                trace.add("returned")
            }
            sleep(.seconds(1))
            group.done()
            sleep(.seconds(1))
            trace.add("last")
            group.done()
            sleep(.seconds(1))
            #expect(trace.events == ["last", "returned"])
        }
    }

    @Test func everybodyWhoWaitsIsWoken() async throws {
        try await forSeeds {
            let group = WaitGroup()
            group.add()
            let waiters = (0..<10).map { _ in spawn { group.wait() } }
            sleep(.seconds(1))
            group.done()
            for waiter in waiters { waiter.join() }
        }
    }

    @Test func goroutinesAndPlainThreadsWaitTogether() async throws {
        let group = WaitGroup()
        group.add()
        async let thread: Void = onPlainThread { group.wait() }
        try await onPlainThread {
            let waiter = spawn { group.wait() }
            group.done()
            waiter.join()
        }
        try await thread
    }

    @Test func mayBeUsedAgain() async throws {
        try await forSeeds {
            let group = WaitGroup()
            for round in 1...3 {
                let ended = Tally()
                for _ in 0..<round { group.go { ended.add() } }
                group.wait()
                #expect(ended.value == round)
            }
        }
    }

    @Test func itLivesAsLongAsAnybodyIsWaitedForAndNoLonger() async throws {
        try await bothWays {
            let gate = Channel<Void>()
            weak var group: WaitGroup?
            do {
                let held = WaitGroup()
                group = held
                for _ in 0..<10 { held.go {} }
                held.go { _ = gate.receive() }
            }
            #expect(group != nil)
            try gate.close()
            while group != nil { Goroutine.yield() }
        }
    }

    /// Its life begins and ends each time that the counter leaves zero and comes back, here on several threads at once.
    @Test func itOutlivesThoseWhoBringTheCounterToZeroTogether() async throws {
        try await bothWays(5) {
            let all = WaitGroup()
            for _ in 0..<100 {
                weak var group: WaitGroup?
                do {
                    let held = WaitGroup()
                    group = held
                    for number in 0..<4 {
                        all.go {
                            held.add(number + 1)
                            held.add(-number)
                            held.done()
                        }
                    }
                    held.go {}
                }
                all.wait()
                while group != nil { Goroutine.yield() }
            }
        }
    }

    @Test func severalAreAddedAtOnceAndTakenBack() async throws {
        try await bothWays {
            let group = WaitGroup()
            group.add(5)
            group.add(-3)
            group.done()
            group.done()
            group.wait()
        }
    }

    @Test func manyRoundsOnRealThreads() async throws {
        try await bothWays {
            let group = WaitGroup()
            for _ in 0..<(isSanitized ? 200 : 2_000) {
                let ended = Tally()
                for _ in 0..<5 { group.go { ended.add() } }
                group.wait()
                #expect(ended.value == 5)
            }
        }
    }

    @Test func afterWaitNothingOfTheBodiesIsHeld() async throws {
        try await bothWays {
            for _ in 0..<(isSanitized ? 200 : 2_000) {
                let (census, group) = (Census(), WaitGroup())
                for _ in 0..<3 {
                    let citizen = census.citizen()
                    group.go { withExtendedLifetime(citizen) {} }
                }
                group.wait()
                #expect(census.living == 0)
            }
        }
    }
}
