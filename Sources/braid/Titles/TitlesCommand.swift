// Titles › TitlesCommand: the options, and what they lead to.

internal import ArgumentParser
internal import BraidHTTP
internal import BraidSite

struct TitlesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "titles",
        abstract: "Fetch many web pages at once and print their titles.",
        discussion: """
            At most --concurrency pages are fetched at a time, by goroutines unless --model says otherwise. Results are printed as they arrive, \
            one line for each address; an address that fails gets a line that says why, and the others go on.

            Without addresses, a small site is served on this machine and fetched twice: one page after another, \
            and then all at once. Standard input is read only if --input says so.

            EXAMPLES:
              The titles of two pages:
                braid titles https://www.swift.org go.dev
              All links of a page, one a line:
                braid titles --select //a/@href --format tsv https://www.swift.org
              A long list, with care, into a file; the same again after an interruption:
                braid titles -i list.txt --rate 2 --retries 5 --resume done.txt -o out.txt
              In the midst of a pipe, on one thread, as JSON:
                sort -u list.txt | braid titles --input - --model asyncio --format jsonl

            EXIT STATUS:
              0    Every page was fetched.
              1    Some failed; a status such as 404 is a failure too.
              2    Bad usage, or the addresses could not be read.
              130  Interrupted by Ctrl-C, 143 by kill: what was done by then is
                   printed, and --resume goes on from there.
              141  Whoever read the output has gone.

            ENVIRONMENT:
              http_proxy, https_proxy, all_proxy, no_proxy
                                 The proxies to use, as curl has them.
              NO_COLOR           If it is not empty, the progress bar has no colours.
              BRAID_WORKERS      How many threads run goroutines; one a processor otherwise.
            """)

    @Argument(
        help: ArgumentHelp(
            "Addresses to fetch; http:// is assumed where there is no scheme.", valueName: "url"))
    var addresses: [String] = []

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Read addresses from a file, one a line; - is standard input. Empty lines and lines that begin with # are skipped.",
            valueName: "file"), completion: .file())
    var input: String?

    @Option(help: "How to go about it; what is printed is the same.")
    var model = Model.goroutines

    @OptionGroup(title: "How fast") var pace: PaceOptions

    @OptionGroup(title: "How a page is fetched") var fetching: FetchOptions

    @OptionGroup(title: "What is printed") var printing: OutputOptions

    func validate() throws {
        if let input, input != "-" { try requireReadable(input, "--input") }
        guard isDemonstration else { return }
        for (option, file) in [("--output", printing.output), ("--resume", printing.resume)] where file != nil
        {
            throw ValidationError("\(option): there are no addresses, and the demonstration writes no files")
        }
    }

    /// Whether there are no addresses.
    private var isDemonstration: Bool { addresses.isEmpty && input == nil }

    func run() throws {
        Interruption.hold()
        let status: ExitStatus
        do {
            status = isDemonstration ? try demonstrate() : try fetchAll()
        } catch let error as HTTPError {
            OutputStream.error.print("braid: \(error)")
            throw ExitCode.failure
        } catch let error as CannotWrite {
            OutputStream.error.print("braid: \(error)")
            throw ExitCode.failure
        } catch let error as CannotRead {
            OutputStream.error.print("braid: \(error)")
            throw ExitCode(ExitStatus.badUsage.rawValue)
        }
        throw ExitCode(status.rawValue)
    }

    private func clientConfiguration(concurrency: Int) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration()
        fetching.configure(&configuration)
        configuration.maximumConnections = concurrency
        return configuration
    }

    private func fetchAll() throws -> ExitStatus {
        let options = try printing.open()
        let report = Report(options)
        Interruption.watch(report)
        let failures = try fetchAll(into: report, without: options.journal?.finished)
        report.finish()
        return failures == 0 ? .allFetched : .someFailed
    }

    /// Returns how many could not be fetched.
    ///
    /// - Parameter finished: what needs not be fetched again.
    func fetchAll(into report: Report, without finished: SeenAddresses?) throws -> Int {
        let concurrency = Descriptors.concurrency(pace.concurrency)
        let client = try HTTPClient(configuration: clientConfiguration(concurrency: concurrency))
        defer { client.close() }
        let source = try AddressSource(arguments: addresses, file: input)
        let job = Job(
            Agenda(pace.limits, seen: finished ?? SeenAddresses()), with: client,
            concurrency: concurrency, headerFields: fetching.headerFields, selecting: printing.select,
            into: report)
        try job.run(source, by: model)
        report.close()
        if let unread = job.unread { throw unread }
        return report.failures
    }

    private func demonstrate() throws -> ExitStatus {
        if AddressSource.mayBeOnStandardInput {
            OutputStream.error.print("braid: standard input is not read; --input - takes addresses from it")
        }
        try Demonstration(
            configuration: clientConfiguration(concurrency: pace.concurrency),
            headerFields: fetching.headerFields,
            pace: pace, printing: printing, model: model
        ).run()
        return .allFetched
    }
}
