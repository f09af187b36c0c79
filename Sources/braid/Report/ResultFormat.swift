// Report › ResultFormat: how a result becomes a line.

internal import ArgumentParser

protocol ResultFormat: Sendable {
    /// The line before the first result; nil for none.
    var header: String? { get }

    func line(for page: PageResult) -> String
}

enum ReportFormat: String, CaseIterable, ExpressibleByArgument {
    case table
    case csv
    case tsv
    case jsonl

    /// - Parameter width: how many columns the terminal has; nil if the output goes elsewhere.
    func format(width: Int?) -> any ResultFormat {
        switch self {
        case .table: TableFormat(width: width)
        case .csv: SeparatedFormat.commas
        case .tsv: SeparatedFormat.tabs
        case .jsonl: JSONLinesFormat()
        }
    }
}
