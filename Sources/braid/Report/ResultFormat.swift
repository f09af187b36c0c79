// Report › ResultFormat: how a result becomes a line, or several where what is selected from the pages is printed.

internal import ArgumentParser

protocol ResultFormat: Sendable {
    /// The line before the first result; nil for none.
    var header: String? { get }

    /// Appends at least one line.
    func append(_ page: PageResult, to lines: inout OutputText)
}

enum ReportFormat: String, CaseIterable, ExpressibleByArgument {
    case table
    case csv
    case tsv
    case jsonl

    /// - Parameters:
    ///   - width: how many columns the terminal has; nil if the output goes elsewhere.
    ///   - isSelecting: whether what is selected from a page stands where its title would.
    func format(width: Int?, isSelecting: Bool) -> any ResultFormat {
        switch self {
        case .table: TableFormat(width: width, isSelecting: isSelecting)
        case .csv: SeparatedFormat.commas(isSelecting: isSelecting)
        case .tsv: SeparatedFormat.tabs(isSelecting: isSelecting)
        case .jsonl: JSONLinesFormat(isSelecting: isSelecting)
        }
    }
}
