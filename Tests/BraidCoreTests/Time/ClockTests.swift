@testable import BraidCore
import Testing

@Suite struct ClockTests {
    @Test func aRealClockDoesNotGoBack() {
        let clock = Clock(isVirtual: false)
        var last = clock.now
        for _ in 0..<1_000 {
            let now = clock.now
            #expect(now >= last)
            last = now
        }
    }

    @Test func aVirtualClockStandsStillUntilItIsAdvanced() {
        let clock = Clock(isVirtual: true)
        #expect(clock.now == Instant(nanoseconds: 0))
        clock.advance(to: Instant(nanoseconds: 50))
        #expect(clock.now == Instant(nanoseconds: 50))
    }

    @Test func aVirtualClockDoesNotGoBack() {
        let clock = Clock(isVirtual: true)
        clock.advance(to: Instant(nanoseconds: 50))
        clock.advance(to: Instant(nanoseconds: 20))
        #expect(clock.now == Instant(nanoseconds: 50))
    }
}
