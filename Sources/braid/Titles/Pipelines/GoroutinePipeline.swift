// Pipelines › GoroutinePipeline: the job in Go's style. Goroutines take the next visit until there is none.

internal import BraidGoroutines

struct GoroutinePipeline: Pipeline {
    func run(_ job: Job) {
        let fetchers = WaitGroup()
        for _ in 0..<job.concurrency {
            fetchers.go(name: "fetcher") {
                while let visit = job.next() { job.add(job.page(visit)) }
            }
        }
        fetchers.wait()
    }
}
