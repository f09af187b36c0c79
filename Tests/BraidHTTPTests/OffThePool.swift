// HTTP tests › OffThePool: a trait for suites whose tests block.
//
// A test body is a Swift task, and the pool has as many threads as processors: two tests that block in poll(2) would
// hold up every other. With the trait each body runs on a thread of its own, by an executor preference, so that it can
// stay plain synchronous code.

import BraidCore
import Testing

struct OffThePool: SuiteTrait, TestTrait, TestScoping {
    var isRecursive: Bool { true }

    func provideScope(
        for test: Test, testCase: Test.Case?, performing body: @Sendable () async throws -> Void
    ) async throws {
        try await withTaskExecutorPreference(ThreadPerJob.shared) { try await body() }
    }
}

extension Trait where Self == OffThePool {
    static var offThePool: Self { OffThePool() }
}

private final class ThreadPerJob: TaskExecutor {
    static let shared = ThreadPerJob()

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        _ = PlainThread(name: "braid-test") {
            // Safety: a job that the runtime enqueued here runs once.
            unsafe job.runSynchronously(on: self.asUnownedTaskExecutor())
        }
    }
}
