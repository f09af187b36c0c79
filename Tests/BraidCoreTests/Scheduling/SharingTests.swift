import BraidTesting
import Testing

@testable import BraidCore

/// A worker that has many gives half of them to one who looks for work.
@Suite struct SharingTests {
    /// Calls `body` in a goroutine of a scheduler whose only worker is not disturbed, while so many others seem to search.
    private func whileSearching(
        _ searching: Int, _ body: @escaping @Sendable (Scheduler, Worker) throws -> Void
    ) async throws {
        try await onPlainThread {
            withScheduler(workers: 1, hasMonitor: false) { scheduler in
                scheduler.runAll(1) { _ in
                    for _ in 0..<searching {
                        _ = scheduler.change {
                            $0.idleness.beginSearch(most: searching, workers: searching + 1)
                        }
                    }
                    try body(scheduler, try #require(Worker.current))
                    for _ in 0..<searching { _ = scheduler.change { $0.idleness.endSearch(withMore: false) } }
                }
            }
        }
    }

    @Test func halfIsGivenFromTheNumberOnThatIsWorthTaking() async throws {
        try await whileSearching(1) { scheduler, worker in
            for _ in 1..<Scheduler.worthTaking { scheduler.go {} }
            #expect(scheduler.queueSignal.count == 0)
            scheduler.go {}
            #expect(scheduler.queueSignal.count == Scheduler.worthTaking / 2)
            #expect(worker.seat?.view.count == Scheduler.worthTaking / 2)
        }
    }

    @Test func nothingMoreIsGivenBeforeThatWasTaken() async throws {
        try await whileSearching(1) { scheduler, _ in
            for _ in 0..<4 * Scheduler.worthTaking { scheduler.go {} }
            #expect(scheduler.queueSignal.count == Scheduler.worthTaking / 2)
        }
    }

    @Test func nothingIsGivenWhileNobodySearches() async throws {
        try await whileSearching(0) { scheduler, _ in
            for _ in 0..<4 * Scheduler.worthTaking { scheduler.go {} }
            #expect(scheduler.queueSignal.count == 0)
        }
    }

    @Test func whoSearchesAloneTakesAll() async throws {
        try await whileSearching(1) { scheduler, worker in
            for _ in 0..<Scheduler.worthTaking { scheduler.go {} }
            let taken = try #require(scheduler.takeQueuedWhileSearching(worker))
            #expect(scheduler.queueSignal.count == 0)
            scheduler.enqueue(taken)
        }
    }

    @Test func thoseWhoSearchTogetherShare() async throws {
        try await whileSearching(2) { scheduler, worker in
            for _ in 0..<Scheduler.worthTaking { scheduler.go {} }
            let taken = try #require(scheduler.takeQueuedWhileSearching(worker))
            #expect(scheduler.queueSignal.count == Scheduler.worthTaking / 4)
            scheduler.enqueue(taken)
        }
    }
}
