// Titles › PromisePipeline: the job in JavaScript's style. Each promise of a page, once kept, asks for the next; all of
// them, libcurl too, run on the one thread that called EventLoop.runUntilIdle.

internal import BraidBridges
internal import BraidHTTP
internal import BraidPromises

struct PromisePipeline: Pipeline {
    func run(_ source: AddressSource, with client: HTTPClient, into report: Report) throws {
        let addresses = source.channel(capacity: concurrency)
        let concurrency = concurrency
        try EventLoop.runUntilIdle {
            @Sendable func fetchNext() {
                Promise.async { try await addresses.receive() }.then { address in
                    guard let address else { return }
                    client.page(promised: address).then { page in
                        report.add(page)
                        fetchNext()
                    }
                }
            }
            for _ in 0..<concurrency { fetchNext() }
        }
    }

    let concurrency: Int
}
