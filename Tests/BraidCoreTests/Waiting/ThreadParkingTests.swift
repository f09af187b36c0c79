@testable import BraidCore
import BraidTestSupport
import BraidTesting
import Testing

@Suite struct ThreadParkingTests {
    @Test func anUnparkBeforeTheParkIsNotLost() async throws {
        try await onPlainThread {
            let parking = ThreadParking.current
            parking.prepare()
            parking.unpark()
            #expect(parking.park(until: .never))
        }
    }

    @Test func aDeadlineInThePastReturnsAtOnce() async throws {
        try await onPlainThread {
            let parking = ThreadParking.current
            parking.prepare()
            #expect(!parking.park(until: Instant(nanoseconds: 0)))
        }
    }

    @Test func anUnparkWinsOverADeadlineInThePast() async throws {
        try await onPlainThread {
            let parking = ThreadParking.current
            parking.prepare()
            parking.unpark()
            #expect(parking.park(until: Instant(nanoseconds: 0)))
        }
    }

    @Test func twoThreadsTakeTurns() async throws {
        try await onPlainThread {
            let turns = 10_000
            let main = ThreadParking.current
            main.prepare()
            let other = Shared(ThreadParking?.none)
            let thread = PlainThread(name: "other") {
                let own = ThreadParking.current
                own.prepare()
                other.withLock { $0 = own }
                main.unpark()
                for _ in 0..<turns {
                    _ = own.park(until: .never)
                    own.prepare()
                    main.unpark()
                }
            }
            _ = main.park(until: .never)
            let partner = other.value
            for _ in 0..<turns {
                main.prepare()
                partner?.unpark()
                _ = main.park(until: .never)
            }
            thread.join()
        }
    }
}
