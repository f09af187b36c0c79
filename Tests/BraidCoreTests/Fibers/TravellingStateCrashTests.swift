@testable import BraidCore
import BraidTestSupport
import BraidTesting
import Testing

/// The checks still find real mistakes: an access that travels is open where it arrives.
@Suite struct TravellingStateCrashTests {
    @Test func anOverlapAfterASwitchIsStillFound() async {
        let death = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try await overlap(by: .swappedAsAWord)
        }
        #expect(death?.standardErrorContent.says("Simultaneous accesses") == true)
    }

    @Test func anOverlapAfterASwitchIsStillFoundWhereTheRuntimeMovesAccesses() async {
        let death = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try await overlap(by: .movedByTheRuntime)
        }
        #expect(death?.standardErrorContent.says("Simultaneous accesses") == true)
    }
}

/// Opens an access, goes to another thread with it, and opens it again.
private func overlap(by route: Route) async throws {
    let owner = Owner()
    try await onPlainThread {
        withScheduler(workers: 4, layout: route.layout) { scheduler in
            scheduler.runAll(4) { index in
                guard index == 0 else {
                    for _ in 0..<10_000 { Fiber.current?.yield() }
                    return
                }
                let before = currentThread()
                change(&owner.count) {
                    while currentThread() == before { Fiber.current?.yield() }
                    change(&owner.count) {}
                }
            }
        }
    }
}
