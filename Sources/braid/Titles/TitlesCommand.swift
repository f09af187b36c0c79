// Titles › TitlesCommand: the options, and what they lead to.

internal import ArgumentParser
internal import BraidHTTP
internal import BraidSite
internal import Glibc

struct TitlesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "titles",
        abstract: "Fetch many web pages at once and print their titles.",
        discussion: """
            At most --concurrency pages are fetched at a time, by goroutines unless --model says otherwise. Results are printed as they arrive, \
            one line for each address; an address that fails gets a line that says why, and the others go on.

            Without addresses, a small site is served on this machine and fetched twice: one page after another, \
            and then all at once.

            The exit status is 0 if every page was fetched, 1 if some failed (a status such as 404 is a failure \
            too), and 2 for bad usage.
            """)

    @Argument(
        help: ArgumentHelp(
            "Addresses to fetch; http:// is assumed where there is no scheme.", valueName: "url"))
    var addresses: [String] = []

    @Option(
        help: ArgumentHelp(
            "Read addresses from a file, one a line; - is standard input. Empty lines and lines that begin with # are skipped.",
            valueName: "file"))
    var input: String?

    @Option(help: ArgumentHelp("How many pages to fetch at the same time.", valueName: "n"))
    var concurrency = 100

    @Option(help: ArgumentHelp("The time for one page, redirects included.", valueName: "seconds"))
    var timeout = 30.0

    @Option(help: ArgumentHelp("The most bytes that a page may have, decompressed.", valueName: "bytes"))
    var maxBody = 16 << 20

    @Option(
        name: .customLong("cacert"),
        help: ArgumentHelp(
            "Trust the authorities in this file (PEM) instead of the system's.", valueName: "file"))
    var authorities: String?

    @Option(help: "How to go about it; what is printed is the same.")
    var model = Model.goroutines

    @Option(help: "How to print: a table for people, tab-separated values, or JSON lines.")
    var format = ReportFormat.table

    func validate() throws {
        guard (1...10_000).contains(concurrency) else {
            throw ValidationError("--concurrency: a number from 1 to 10000 is wanted, not \(concurrency)")
        }
        guard timeout > 0, timeout < 1e6 else {
            throw ValidationError("--timeout: a number of seconds above zero is wanted, not \(timeout)")
        }
        guard maxBody > 0 else {
            throw ValidationError("--max-body: a number of bytes above zero is wanted, not \(maxBody)")
        }
        for file in [authorities, input] {
            // Safety: the text outlives the call.
            guard let file, file != "-", unsafe access(file, R_OK) != 0 else { continue }
            throw ValidationError("cannot read \(file)")
        }
    }

    func run() throws {
        let status: ExitStatus
        do {
            status = addresses.isEmpty && input == nil ? try demonstrate() : try fetchAll()
        } catch let error as HTTPError {
            OutputStream.error.print("braid: \(error)")
            throw ExitCode.failure
        }
        throw ExitCode(status.rawValue)
    }

    private var clientConfiguration: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration()
        configuration.timeout = .seconds(timeout)
        configuration.maximumBodyBytes = maxBody
        configuration.maximumConnections = concurrency
        configuration.caFile = authorities
        return configuration
    }

    private func fetchAll() throws -> ExitStatus {
        let client = try HTTPClient(configuration: clientConfiguration)
        defer { client.close() }
        let source = try AddressSource(arguments: addresses, file: input)
        let report = Report(format)
        try model.pipeline(concurrency: concurrency).run(source, with: client, into: report)
        report.finish()
        return report.failures == 0 ? .allFetched : .someFailed
    }

    private func demonstrate() throws -> ExitStatus {
        try Demonstration(configuration: clientConfiguration, format: format, model: model).run()
        return .allFetched
    }
}
