import BraidGoroutines
import BraidTestSupport
import BraidTesting
import Testing

/// Of a program of its own: the reports are of all goroutines on a scheduler.
@Suite struct LongWaitReportTests {
    @Test func longWaitsAreWrittenOrHandedOverUntilThatIsStopped() async throws {
        let program = try await onPlainThread { SiblingProgram("BraidAsleep", ["long waits"]) }
        let output = program.output
        #expect(program.status == 0, "\(output)")
        #expect(
            output.contains("braid: goroutines that have waited for longer than 0.02 seconds:\n"), "\(output)"
        )
        let line =
            "\"patient\" created at BraidAsleep/Others.swift:"
        #expect(output.contains("  goroutine 1 \(line)"), "\(output)")
        #expect(
            output.contains(" [channel receive] on the channel made at BraidAsleep/Others.swift:4711\n"),
            "\(output)")
        #expect(output.contains("handler: [\"patient\"]\n"), "\(output)")
        #expect(output.contains("afterwards: 0\n"), "\(output)")
    }

    @Test func aLimitBelowTwentyMillisecondsStopsTheProgram() async {
        let death = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            Goroutine.reportLongWaits(after: .milliseconds(19))
        }
        #expect(death?.standardErrorContent.says("20 ms at least") == true)
    }
}
