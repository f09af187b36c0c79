import BraidTestSupport
import BraidTesting
import Testing

@testable import BraidCore

@Suite struct LongWaitTests {
    private static func resident(_ id: UInt64, waited: Duration?) -> Resident {
        Resident(
            id: id, name: nil, site: CreationSite(fileID: "Module/File.swift", line: 1),
            state: waited == nil ? .running : .waiting(.select),
            hasBegun: true, waited: waited, subject: nil)
    }

    @Test func aWaitIsReportedOnceWhenItIsLong() {
        var detector = LongWaitDetector(limit: .seconds(10))
        #expect(detector.observe([Self.resident(1, waited: .seconds(9))]).isEmpty)
        #expect(detector.observe([Self.resident(1, waited: .seconds(10))]).map(\.id) == [1])
        #expect(detector.observe([Self.resident(1, waited: .seconds(11))]).isEmpty)
    }

    @Test func theNextWaitOfTheSameGoroutineIsAnother() {
        var detector = LongWaitDetector(limit: .seconds(10))
        #expect(detector.observe([Self.resident(1, waited: .seconds(10))]).map(\.id) == [1])
        #expect(detector.observe([Self.resident(1, waited: .zero)]).isEmpty)
        #expect(detector.observe([Self.resident(1, waited: .seconds(12))]).map(\.id) == [1])
    }

    @Test func whoRunsIsNotReported() {
        var detector = LongWaitDetector(limit: .seconds(10))
        #expect(detector.observe([Self.resident(1, waited: nil)]).isEmpty)
    }

    /// With real time, a thread, and a goroutine that is woken at the end.
    @Test func itsThreadReportsWhoWaits() async throws {
        try await onPlainThread {
            withScheduler(workers: 1) { scheduler in
                let (gate, reported, ended) = (Latch(1), OneShot<[String]>(), Latch(1))
                let isFirst = Tally()
                scheduler.go(name: "patient", line: 5) {
                    gate.wait()
                    ended.countDown()
                }
                LongWaits.watch(scheduler, limit: .milliseconds(20)) { residents in
                    if isFirst.add() == 1 {
                        reported.set(residents.map(\.description))
                    }
                }
                #expect(
                    reported.wait(.join) == [
                        "goroutine 1 \"patient\" created at BraidCoreTests/OwnScheduler.swift:5 [WaitGroup.wait]"
                    ])
                LongWaits.watch(scheduler, limit: .zero, nil)
                gate.countDown()
                ended.wait()
            }
        }
    }
}
