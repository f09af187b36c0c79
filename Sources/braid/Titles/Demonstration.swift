// Titles › Demonstration: the first lesson, in one command. The same pages, one after another and all at once.

internal import BraidHTTP
internal import BraidSite

struct Demonstration {
    let configuration: HTTPClient.Configuration
    let format: ReportFormat

    func run() throws {
        let site = try DemonstrationSite()
        OutputStream.error.print(
            "Serving a small site at \(site.origin); three of its pages take a second each.\n")

        OutputStream.error.print("One after another: for url in urls { print(client.get(url).title) }")
        let sequential = try measure { client, report in
            for address in site.addresses { report.add(PageResult(fetching: address, with: client)) }
        }
        OutputStream.error.print("\nAll at once: for url in urls { go { pages.send(client.get(url)) } }")
        let concurrent = try measure { client, report in
            let source = try AddressSource(arguments: site.addresses, file: nil)
            GoroutinePipeline.run(source, concurrency: site.addresses.count, client: client) {
                report.add($0)
            }
        }
        OutputStream.error.print(
            """

            one after another  \(sequential.inSeconds)
            all at once        \(concurrent.inSeconds)
            """)
    }

    /// Fetches with a client of its own, so that neither way finds connections that the other has opened.
    private func measure(_ fetch: (HTTPClient, inout Report) throws -> Void) throws -> Duration {
        let client = try HTTPClient(configuration: configuration)
        defer { client.close() }
        var report = Report(format)
        let start = ContinuousClock.now
        try fetch(client, &report)
        let elapsed = start.duration(to: .now)
        report.flush()
        return elapsed
    }
}

extension Duration {
    fileprivate var inSeconds: String {
        let hundredths = Int((self / .milliseconds(10)).rounded())
        let fraction = hundredths % 100
        return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction) s"
    }
}
