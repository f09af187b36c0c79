// Pipelines › AsyncioPipeline: the job in Python's style. Tasks await visits and pages; all of them, libcurl too, run on
// the one thread that called EventLoop.run.

internal import BraidAsyncio
internal import BraidBridges

struct AsyncioPipeline: Pipeline {
    func run(_ job: Job) throws {
        try EventLoop.run {
            let fetchers = (0..<job.concurrency).map { _ in
                ensureFuture {
                    while let visit = try await job.next() { job.add(await job.page(visit)) }
                }
            }
            _ = try await gather(fetchers)
        }
    }
}
