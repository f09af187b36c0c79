// Report › Report: prints results as they come, each as one line, and counts.

internal import ArgumentParser

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

/// Used by one thread at a time.
struct Report {
    private let format: ReportFormat
    private(set) var pages = 0
    private(set) var failures = 0
    private let start = ContinuousClock.now

    init(_ format: ReportFormat) {
        self.format = format
        if format == .tsv { write(TabSeparatedFormat.header) }
    }

    mutating func add(_ page: PageResult) {
        pages += 1
        if page.failure != nil { failures += 1 }
        write(format.line(for: page))
    }

    /// Prints what is left, and for people a line that sums up, on standard error.
    func finish() {
        flush()
        guard format == .table else { return }
        let seconds = (start.duration(to: .now) / .milliseconds(10)).rounded() / 100
        OutputStream.error.print("\(pages - failures) fetched, \(failures) failed, \(seconds) s")
    }

    func flush() {
        OutputStream.standard.flush()
    }

    private func write(_ line: String) {
        OutputStream.standard.print(line)
    }
}
