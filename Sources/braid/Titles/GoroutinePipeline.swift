// Titles › GoroutinePipeline: the job in Go's style. Goroutines take addresses from one channel and put pages into
// another; the channels are what keeps them in step.

internal import BraidGoroutines
internal import BraidHTTP

struct GoroutinePipeline: Pipeline {
    func run(_ source: AddressSource, with client: HTTPClient, into report: Report) {
        let addresses = source.channel(capacity: concurrency)
        let pages = Channel<PageResult>(capacity: concurrency)
        let fetchers = WaitGroup()
        for _ in 0..<concurrency {
            fetchers.go(name: "fetcher") {
                for address in addresses { try pages.send(client.page(address)) }
            }
        }
        go {
            fetchers.wait()
            try pages.close()
        }
        for page in pages { report.add(page) }
    }

    let concurrency: Int
}
