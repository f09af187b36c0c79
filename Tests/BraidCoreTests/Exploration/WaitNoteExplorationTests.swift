@testable import BraidCore
import Testing

private typealias Explored = ExploredMemory

/// A goroutine waits for one thing after another, and somebody looks, in all interleavings: what he reads belongs to one wait.
///
/// The transitions are those of `braid_wait_note.h` and of Glimpse, word by word, because they are C on a fiber's record.
/// Who changes them there changes them here.
@Suite struct WaitNoteExplorationTests {
    private static let seen: UInt = 0x80

    /// Three waits: the first and the last for the same reason, and each with two sites that are its number. Without its mark
    /// a reader compares the reasons before and after only.
    private static func looking(marks: Bool) -> @Sendable (Model) -> Void {
        { model in
            let reason = Explored.allocate(1, "reason")[0]
            let sites = Explored.allocate(2, "sites")
            model.thread("goroutine") {
                for (number, kind) in [(1, 1), (2, 2), (3, 1)] as [(UInt, UInt)] {
                    sites[1].store(number, .releasing)
                    sites[0].store(number, .releasing)
                    reason.store(kind, .releasing)
                    reason.store(0, .releasing)
                }
            }
            model.thread("reader") {
                let kind = reason.load(.acquiring)
                guard kind != 0 else { return }
                var expected = kind
                if marks {
                    expected |= seen
                    let isMarked = reason.compareExchange(
                        expected: kind, desired: expected, .acquiringAndReleasing
                    ).exchanged
                    guard isMarked else { return }
                }
                let (first, second) = (sites[0].load(.acquiring), sites[1].load(.acquiring))
                guard reason.load(.acquiring) == expected else { return }
                model.expect(first == second, "the sites of two waits")
                model.expect((first == 2) == (kind == 2), "another wait's site")
            }
        }
    }

    @Test func whatIsReadOfAMarkedWaitBelongsToIt() async throws {
        try await explore("wait note", preemptions: nil, Self.looking(marks: true))
    }

    @Test func withoutTheMarkTwoWaitsAreTakenForOne() async throws {
        let found = try await exploration("wait note, unmarked", Self.looking(marks: false))
        #expect(found.failure != nil)
    }
}
