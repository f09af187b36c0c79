@testable import BraidCore
import Testing

/// A ring is written while somebody reads it, in all interleavings: what is read was written so.
@Suite struct TraceRingExplorationTests {
    /// A record all of whose words are its number.
    private static func record(_ number: UInt) -> TraceRecord {
        TraceRecord(time: number, goroutine: number, content: number)
    }

    private static func writing(_ count: UInt, capacity: Int, before: UInt) -> @Sendable (Model) -> Void {
        { model in
            let ring = TraceRing<ExploredMemory>(capacity: capacity)
            for number in 1...before { ring.write(record(number)) }
            model.thread("worker") {
                for number in 1...count { ring.write(record(before + number)) }
            }
            model.thread("reader") {
                var last: UInt = 0
                for (number, found) in ring.read() {
                    model.expect(found == record(number), "\(found) under the number \(number)")
                    model.expect(number > last, "\(number) after \(last)")
                    last = number
                }
            }
            model.finally {
                let numbers = ring.read().map(\.number)
                let all = before + count
                model.expect(numbers == Array((all - UInt(capacity) + 1)...all), "\(numbers) are left")
            }
        }
    }

    @Test func aRecordThatIsBeingOverwrittenIsLeftOut() async throws {
        try await explore("trace ring of one", preemptions: nil, Self.writing(2, capacity: 1, before: 1))
    }

    @Test func theOldestIsOverwritten() async throws {
        try await explore("trace ring of two", preemptions: 3, Self.writing(2, capacity: 2, before: 2))
    }
}
