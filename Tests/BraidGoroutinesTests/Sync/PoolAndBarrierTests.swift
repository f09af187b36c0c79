import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import Testing

@Suite struct PoolTests {
    @Test func whatWasGivenBackIsUsedAgain() async throws {
        try await bothWays {
            let made = Tally()
            let pool = Sync.Pool { made.add() }
            #expect(pool.get() == 1)
            #expect(pool.get() == 2)
            pool.put(1)
            #expect(pool.get() == 1)
            #expect(pool.get() == 3)
        }
    }

    @Test func itKeepsNoMoreThanItsCapacity() async throws {
        try await bothWays {
            let census = Census()
            let pool = Sync.Pool(capacity: 2) { census.citizen() }
            do {
                let taken = (0..<5).map { _ in pool.get() }
                for citizen in taken { pool.put(citizen) }
            }
            #expect(census.living == 2)
        }
    }
}

@Suite struct BarrierTests {
    @Test func allGoOnWhenTheLastHasArrivedAgainAndAgain() async throws {
        try await forSeeds {
            let (barrier, arrived, leaders, group) = (Sync.Barrier(4), Tally(), Tally(), WaitGroup())
            for number in 0..<4 {
                group.go {
                    for round in 1...3 {
                        sleep(.milliseconds(number * round))
                        arrived.add()
                        if barrier.wait() { leaders.add() }
                        #expect(arrived.value >= 4 * round)
                        barrier.wait()
                        #expect(arrived.value == 4 * round || round < 3)
                    }
                }
            }
            group.wait()
            #expect(leaders.value == 3)
        }
    }
}
