@testable import BraidCore
import Testing

@Suite struct InstantTests {
    private let start = Instant(nanoseconds: 1_000)

    @Test func advancesByWholeNanoseconds() {
        #expect(start.advanced(by: .nanoseconds(7)).nanoseconds == 1_007)
        #expect(start.advanced(by: .seconds(2)).nanoseconds == 2_000_001_000)
        #expect(start.advanced(by: .zero) == start)
    }

    @Test func aFractionOfANanosecondIsRoundedUp() {
        #expect(
            start.advanced(by: Duration(secondsComponent: 0, attosecondsComponent: 1)).nanoseconds == 1_001)
        let almostOne = Duration(secondsComponent: 0, attosecondsComponent: 999_999_999)
        #expect(start.advanced(by: almostOne).nanoseconds == 1_001)
        let oneAndABit = Duration(secondsComponent: 0, attosecondsComponent: 1_000_000_001)
        #expect(start.advanced(by: oneAndABit).nanoseconds == 1_002)
    }

    @Test func theLastFractionOfASecondCarries() {
        let almost = Duration(secondsComponent: 1, attosecondsComponent: 999_999_999_999_999_999)
        #expect(start.advanced(by: almost).nanoseconds == 2_000_001_000)
    }

    /// Up to a word of attoseconds, and beyond.
    @Test func bothWaysToDivideADurationMeet() {
        let last = Duration(secondsComponent: 9, attosecondsComponent: 223_372_036_854_775_807)
        let first = Duration(secondsComponent: 9, attosecondsComponent: 223_372_036_854_775_808)
        #expect(start.advanced(by: last).nanoseconds == 9_223_373_037)
        #expect(start.advanced(by: first).nanoseconds == 9_223_373_037)
        #expect(start.advanced(by: .nanoseconds(9_223_372_036)).nanoseconds == 9_223_373_036)
        #expect(start.advanced(by: .nanoseconds(9_223_372_037)).nanoseconds == 9_223_373_037)
    }

    @Test func aNegativeDurationStays() {
        #expect(start.advanced(by: .nanoseconds(-1)) == start)
        #expect(start.advanced(by: .seconds(Int64.min)) == start)
        #expect(start.advanced(by: Duration(secondsComponent: 0, attosecondsComponent: -1)) == start)
    }

    @Test func whatDoesNotFitIsNever() {
        #expect(start.advanced(by: .seconds(Int64.max)) == .never)
        #expect(start.advanced(by: .seconds(18_446_744_073)) != .never)
        #expect(start.advanced(by: .seconds(18_446_744_074)) == .never)
        #expect(Instant(nanoseconds: .max - 1).advanced(by: .nanoseconds(2)) == .never)
        #expect(Instant.never.advanced(by: .nanoseconds(1)) == .never)
    }

    @Test func aDistanceIsNeverNegative() {
        let later = Instant(nanoseconds: 1_500)
        #expect(later.nanoseconds(since: start) == 500)
        #expect(start.nanoseconds(since: later) == 0)
        #expect(start.nanoseconds(since: start) == 0)
    }

    @Test func comparesByTime() {
        #expect(start < Instant(nanoseconds: 1_001))
        #expect(start < .never)
        #expect(!(Instant.never < Instant.never))
    }
}
