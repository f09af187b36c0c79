// Pipelines › GoroutinePipeline: the job in Go's style. Goroutines take visits from one channel and put pages into
// another; the channels are what keeps them in step.

internal import BraidGoroutines

struct GoroutinePipeline: Pipeline {
    func run(_ job: Job) {
        let pages = Channel<PageResult>(capacity: job.concurrency)
        let fetchers = WaitGroup()
        for _ in 0..<job.concurrency {
            fetchers.go(name: "fetcher") {
                for visit in job.visits { try pages.send(job.page(visit)) }
            }
        }
        go {
            fetchers.wait()
            try pages.close()
        }
        for page in pages { job.add(page) }
    }
}
