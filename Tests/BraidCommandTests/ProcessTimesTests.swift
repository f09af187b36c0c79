// Command tests › ProcessTimes: the line that zsh's `time` prints.

import Testing

@testable import BraidCommand

struct ProcessTimesTests {
    private func times(_ user: Double, _ system: Double, _ total: Double) -> ProcessTimes {
        ProcessTimes(userSeconds: user, systemSeconds: system, totalSeconds: total)
    }

    @Test func theLineIsZshsInColumns() {
        #expect(times(0.13, 0.03, 3.173).columns == " 0.13s user 0.03s system   5% cpu  3.173 total")
    }

    @Test func theLineOfTwoBusyProcessors() {
        #expect(times(2.5, 0, 1.25).columns == " 2.50s user 0.00s system 200% cpu  1.250 total")
    }

    @Test func perCentsAreRoundedDown() {
        // 13.7 per cent, which zsh calls 13.
        #expect(times(0.13, 0.03, 1.166).processorPercent == 13)
    }

    @Test func aProcessThatTookNoTimeHasNoPerCents() {
        #expect(times(0, 0, 0).processorPercent == 0)
    }

    @Test(arguments: [
        (0.0, "0.000"), (0.0004, "0.000"), (3.1736, "3.174"), (59.999, "59.999"),
        (60.0, "1:00.00"), (62.346, "1:02.35"), (3599.5, "59:59.50"), (3600.0, "1:00:00.00"),
        (3662.346, "1:01:02.35"), (59.9996, "1:00.00"), (119.999, "2:00.00"), (36_061.0, "10:01:01.00"),
    ])
    func totals(seconds: Double, text: String) {
        #expect(times(0, 0, seconds).total == text)
    }

    @Test(arguments: [
        (0.0, 2, "0.00"), (0.005, 2, "0.01"), (0.994, 2, "0.99"), (0.996, 2, "1.00"), (12.5, 0, "13"),
        (1.000_001, 6, "1.000001"), (0.1, 6, "0.100000"),
    ])
    func decimals(value: Double, places: Int, text: String) {
        #expect(value.decimals(places) == text)
    }
}
