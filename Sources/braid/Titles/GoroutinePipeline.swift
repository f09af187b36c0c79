// Titles › GoroutinePipeline: the job in Go's style. Goroutines take addresses from one channel and put pages into
// another; the channels are what keeps them in step.

internal import BraidCore
internal import BraidGoroutines
internal import BraidHTTP

enum GoroutinePipeline {
    /// Fetches every address, at most `concurrency` at a time, and hands each result to `emit` as it arrives.
    static func run(
        _ source: sending AddressSource, concurrency: Int, client: HTTPClient, emit: (PageResult) -> Void
    ) {
        let addresses = Channel<String>(capacity: concurrency)
        let pages = Channel<PageResult>(capacity: concurrency)
        feed(source, to: addresses)

        let fetchers = WaitGroup()
        for _ in 0..<concurrency {
            fetchers.go(name: "fetcher") {
                for address in addresses { try pages.send(PageResult(fetching: address, with: client)) }
            }
        }
        go {
            fetchers.wait()
            try pages.close()
        }
        for page in pages { emit(page) }
    }

    /// Reading a file or a terminal blocks; on a thread of its own, it blocks no goroutine.
    private static func feed(_ source: sending AddressSource, to addresses: Channel<String>) {
        _ = PlainThread(name: "braid-addresses") {
            for address in source { try? addresses.send(address) }
            try? addresses.close()
        }
    }
}
