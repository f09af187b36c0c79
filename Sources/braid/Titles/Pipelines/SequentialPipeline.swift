// Pipelines › SequentialPipeline: the job as a beginner writes it, and as nobody should: one page after another.

internal import BraidGoroutines

struct SequentialPipeline: Pipeline {
    func run(_ job: Job) {
        while let visit = job.next() { job.add(job.page(visit)) }
    }
}
