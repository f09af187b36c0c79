// Command tests › Comparison formats: a measurement as a line of the table and as an object of the document.

import Testing

@testable import BraidCommand

struct ComparisonFormatTests {
    private let times = ProcessTimes(userSeconds: 0.0421, systemSeconds: 0.01, totalSeconds: 1.031_25)

    private func measurement(
        _ contestant: Contestant, _ outcome: Measurement.Outcome
    ) -> Measurement {
        Measurement(contestant: contestant, outcome: outcome)
    }

    @Test func aLineOfTheTable() {
        #expect(
            ComparisonTable.line(for: measurement(.swift(.goroutines), .measured(times, othersDone: nil)))
                == "  Braid goroutines   0.04s user 0.01s system   5% cpu  1.031 total")
    }

    @Test func aLineOfTheTableWithTheOthersTime() {
        #expect(
            ComparisonTable.line(for: measurement(.peer(.go), .measured(times, othersDone: 0.0121)))
                == "  go                 0.04s user 0.01s system   5% cpu  1.031 total   the 1,000 done after 0.012 s"
        )
    }

    @Test func aMissingPeerHasNoLine() {
        #expect(ComparisonTable.line(for: measurement(.peer(.node), .notInstalled)) == nil)
    }

    @Test func aFailureSaysWhyOnOneLineThatIsHarmlessOnATerminal() {
        #expect(
            ComparisonTable.line(for: measurement(.peer(.node), .failed("no\u{1B}[31m")))
                == "  node              failed: no\u{FFFD}[31m")
    }

    @Test func anObjectOfTheDocument() {
        #expect(
            ComparisonJSON.text(for: measurement(.swift(.tasks), .measured(times, othersDone: 1.5)))
                == #"{"contestant":"tasks","status":"measured","user_seconds":0.042100,"system_seconds":0.010000,"#
                + #""cpu_percent":5,"total_seconds":1.031250,"others_done_after_seconds":1.500000,"error":null}"#
        )
    }

    @Test func anObjectWithoutMeasurement() {
        #expect(
            ComparisonJSON.text(for: measurement(.peer(.go), .notInstalled))
                == #"{"contestant":"go","status":"not installed","user_seconds":null,"system_seconds":null,"#
                + #""cpu_percent":null,"total_seconds":null,"others_done_after_seconds":null,"error":null}"#)
    }

    @Test func anObjectOfAFailure() {
        #expect(
            ComparisonJSON.text(for: measurement(.peer(.go), .failed(#"exit status 1: "x""#)))
                .hasSuffix(#""others_done_after_seconds":null,"error":"exit status 1: \"x\""}"#))
    }

    @Test func theDocumentNamesEveryPeerAndEveryExperiment() {
        let document = ComparisonJSON([])
        document.begin(TimeSleep.self)
        document.add(measurement(.peer(.go), .notInstalled))
        document.begin(AioSleep.self)
        #expect(
            document.text
                == #"{"peers":{"python3":null,"node":null,"go":null},"experiments":["#
                + #"{"name":"time-sleep","subject":"\#(TimeSleep.subject)","measurements":["#
                + ComparisonJSON.text(for: measurement(.peer(.go), .notInstalled))
                + #"]},{"name":"aio-sleep","subject":"\#(AioSleep.subject)","measurements":[]}]}"#)
    }
}
