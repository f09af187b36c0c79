// Compare › CompareCommand: the options, and what they lead to.

internal import ArgumentParser

struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Run the same small programs in each concurrency model and measure them.",
        discussion: """
            What does a blocking call cost in each model, and what do two computations at once? Every program runs for \
            real, alone, in a process of its own, and is measured from outside, as a shell's time does. The \
            same programs in Python, JavaScript and Go run beside them where python3, node and go are installed.

            Quiet machines give the best figures. All experiments take about a minute and a half.

            EXAMPLES:
              Two of the experiments:
                braid compare --only time-sleep blocking-call
              All, for a program to read:
                braid compare --format json

            EXIT STATUS:
              0    Every program ran; one whose language is not installed does not count.
              1    Some failed.
              2    Bad usage; nothing was run.

            ENVIRONMENT:
              PATH               Where python3, node and go are looked for.
              TMPDIR             Where Go's programs are compiled, instead of /tmp.
            """)

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Run these experiments instead of all.", valueName: "name"))
    var only: [ExperimentName] = []

    @Option(help: "How to print: a table for people, or one JSON document.")
    var format = ComparisonFormat.table

    func run() throws {
        let comparison = try Comparison()
        let report = format.report(on: comparison)
        var failed = false
        for experiment in only.isEmpty ? Experiments.all : only.map(\.experiment) {
            report.begin(experiment)
            for contestant in Contestant.all {
                let measurement = comparison.measure(experiment, with: contestant)
                report.add(measurement)
                failed = failed || measurement.isFailure
            }
        }
        report.finish()
        if failed { throw ExitCode.failure }
    }
}

enum ComparisonFormat: String, CaseIterable, ExpressibleByArgument {
    case table
    case json

    func report(on comparison: Comparison) -> any ComparisonReport {
        switch self {
        case .table: ComparisonTable(comparison.peers, missing: comparison.missing)
        case .json: ComparisonJSON(comparison.peers)
        }
    }
}
