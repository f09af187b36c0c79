// Titles › AsyncioPipeline: the job in Python's style. Tasks await addresses and pages; all of them, libcurl too, run on
// the one thread that called EventLoop.run.

internal import BraidAsyncio
internal import BraidBridges
internal import BraidHTTP

struct AsyncioPipeline: Pipeline {
    func run(_ source: AddressSource, with client: HTTPClient, into report: Report) throws {
        let addresses = source.channel(capacity: concurrency)
        let concurrency = concurrency
        try EventLoop.run {
            let fetchers = (0..<concurrency).map { _ in
                ensureFuture {
                    while let address = try await addresses.receive() {
                        report.add(await client.page(address))
                    }
                }
            }
            _ = try await gather(fetchers)
        }
    }

    let concurrency: Int
}
