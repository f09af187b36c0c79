// Options › OutputOptions: what is printed, in what order, and where to.

internal import ArgumentParser
internal import Glibc

struct OutputOptions: ParsableArguments {
    @Option(help: "How to print: a table for people, comma- or tab-separated values, or JSON lines.")
    var format = ReportFormat.table

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Print results into this file, which is replaced, instead of on standard output.",
            valueName: "file"))
    var output: String?

    @Flag(help: "Print results in the order of the addresses, not as they arrive.")
    var ordered = false

    /// Opens the output.
    func open() throws -> Report.Options {
        var options = Report.Options()
        options.format = format
        options.isOrdered = ordered
        options.isForPeople = format == .table || output != nil || OutputStream.error.isTerminal
        if let output {
            // Safety: the text outlives the call.
            let descriptor = unsafe Glibc.open(output, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
            guard descriptor >= 0 else { throw CannotWrite(path: output, error: errno) }
            options.output = OutputStream(descriptor: descriptor, name: output)
        }
        return options
    }
}
