// Report › Report: prints results as they come, each as one line, and counts.

internal import ArgumentParser
internal import Synchronization

enum ReportFormat: String, CaseIterable, ExpressibleByArgument {
    case table
    case tsv
    case jsonl

    func line(for page: PageResult) -> String {
        switch self {
        case .table: TableFormat.line(for: page)
        case .tsv: TabSeparatedFormat.line(for: page)
        case .jsonl: JSONLinesFormat.line(for: page)
        }
    }
}

/// May be added to from anywhere.
final class Report: Sendable {
    private struct Counts {
        var pages = 0
        var failures = 0
    }

    private let format: ReportFormat
    private let counts = Mutex(Counts())
    private let start = ContinuousClock.now

    init(_ format: ReportFormat) {
        self.format = format
        if format == .tsv { OutputStream.standard.print(TabSeparatedFormat.header) }
    }

    var failures: Int { counts.withLock { $0.failures } }

    /// How long it has taken so far.
    var elapsed: Duration { start.duration(to: .now) }

    func add(_ page: PageResult) {
        counts.withLock { counts in
            counts.pages += 1
            if page.failure != nil { counts.failures += 1 }
        }
        OutputStream.standard.print(format.line(for: page))
    }

    /// Prints what is left, and for people a line that sums up, on standard error.
    func finish() {
        flush()
        guard format == .table else { return }
        let counts = counts.withLock { $0 }
        OutputStream.error.print(
            "\(counts.pages - counts.failures) fetched, \(counts.failures) failed, \(elapsed.inSeconds)")
    }

    func flush() {
        OutputStream.standard.flush()
    }
}

extension Duration {
    /// To the hundredth, for people.
    var inSeconds: String {
        "\((self / .seconds(1)).decimals(2)) s"
    }
}
