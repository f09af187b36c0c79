// Pipelines › GoroutinePipeline: the job in Go's style. Goroutines take visits from a channel until it is closed.

internal import BraidGoroutines

struct GoroutinePipeline: Pipeline {
    func run(_ job: Job) {
        let fetchers = WaitGroup()
        for _ in 0..<job.concurrency {
            fetchers.go(name: "fetcher") {
                for visit in job.visits { job.add(job.page(visit)) }
            }
        }
        fetchers.wait()
    }
}
