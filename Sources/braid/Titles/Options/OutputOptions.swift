// Options › OutputOptions: what is printed, in what order, and where to.

internal import ArgumentParser
internal import BraidHTML
internal import Glibc

struct OutputOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Print what this XPath expression finds in each page, instead of its title: a line for each match, such as //h1 or //a/@href, or one for a value, such as count(//a).",
            valueName: "xpath"), transform: XPath.init)
    var select: XPath?

    @Option(help: "How to print: a table for people, comma- or tab-separated values, or JSON lines.")
    var format = ReportFormat.table

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Print results into this file instead of on standard output, which is -. It is replaced, unless --resume is given.",
            valueName: "file"), completion: .file())
    var output: String?

    @Flag(
        help:
            "Print results in the order of the addresses, not as they arrive. With --resume, what is not its turn yet when the run ends is not printed, but fetched again by the next."
    )
    var ordered = false

    @Option(
        help: ArgumentHelp(
            "Note in this file which addresses are finished, and fetch none that it has already: a run that was interrupted, or killed, is taken up with the same command. Finished is what a server has answered, other than with 408, 429 or 5xx.",
            valueName: "file"), completion: .file())
    var resume: String?

    @Flag(name: .shortAndLong, help: "Print on standard error nothing but what goes wrong with the run.")
    var quiet = false

    @Flag(name: .customLong("no-progress"), help: "Do not show on a terminal how far it is.")
    var hidesProgress = false

    /// The file for the results; nil for standard output.
    private var file: String? { output == "-" ? nil : output }

    /// Opens the files.
    func open() throws -> Report.Options {
        var options = Report.Options()
        options.format = format
        options.isSelecting = select != nil
        options.isOrdered = ordered
        options.isForPeople = !quiet && (format == .table || file != nil || OutputStream.error.isTerminal)
        options.hasProgress = !hidesProgress
        options.journal = try resume.map(Journal.init)
        if let output = file {
            let descriptor = try AppendedFile.open(output)
            if resume == nil { ftruncate(descriptor, 0) }
            options.isContinued = lseek(descriptor, 0, SEEK_END) > 0
            options.output = OutputStream(descriptor: descriptor, name: output)
        }
        return options
    }
}
