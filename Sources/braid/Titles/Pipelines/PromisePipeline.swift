// Pipelines › PromisePipeline: the job in JavaScript's style. Each promise of a page, once kept, asks for the next; all of
// them, libcurl too, run on the one thread that called EventLoop.runUntilIdle.

internal import BraidBridges
internal import BraidPromises

struct PromisePipeline: Pipeline {
    func run(_ job: Job) throws {
        try EventLoop.runUntilIdle {
            @Sendable func fetchNext() {
                job.promiseOfNext().then { visit in
                    guard let visit else { return }
                    job.page(promised: visit).then { page in
                        job.add(page)
                        fetchNext()
                    }
                }
            }
            for _ in 0..<job.concurrency { fetchNext() }
        }
    }
}
