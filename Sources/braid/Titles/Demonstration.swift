// Titles › Demonstration: the first lesson, in one command. The same pages, one after another and all at once.

internal import BraidHTTP
internal import BraidSite
internal import HTTPTypes

struct Demonstration {
    let configuration: HTTPClient.Configuration
    let headerFields: HTTPFields
    let pace: PaceOptions
    let printing: OutputOptions
    let model: Model

    func run() throws {
        let site = try DemonstrationSite()
        OutputStream.error.print(
            "Serving a small site at \(site.origin); three of its pages take a second each.\n")

        OutputStream.error.print("One after another:")
        let sequential = try fetch(site.addresses, by: .sequential)
        OutputStream.error.print("\nAll at once, with \(model.rawValue):")
        let concurrent = try fetch(site.addresses, by: model)
        OutputStream.error.print(
            """

            one after another  \(sequential.inSeconds)
            all at once        \(concurrent.inSeconds)
            """)
    }

    /// Fetches with a client of its own, so that neither way finds connections that the other has opened.
    private func fetch(_ addresses: [String], by model: Model) throws -> Duration {
        let client = try HTTPClient(configuration: configuration)
        defer { client.close() }
        let source = try AddressSource(arguments: addresses, file: nil)
        var options = Report.Options()
        options.format = printing.format
        options.isSelecting = printing.select != nil
        options.isOrdered = printing.ordered
        options.isForPeople = !printing.quiet
        options.hasProgress = !printing.hidesProgress
        let report = Report(options)
        Interruption.watch(report)
        let job = Job(
            Agenda(pace.limits), with: client, concurrency: min(pace.concurrency, addresses.count),
            headerFields: headerFields, selecting: printing.select, into: report)
        try job.run(source, by: model)
        let elapsed = report.elapsed
        report.close()
        return elapsed
    }
}
