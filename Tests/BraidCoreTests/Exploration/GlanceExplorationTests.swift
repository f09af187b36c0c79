@testable import BraidCore
@testable import BraidGoroutines
import Testing

private typealias Explored = ExploredMemory

/// What a select sees of several channels without a lock, in all interleavings. What is in a channel's word is the source itself
/// (`ChannelWord`); the two looks of `Selection.takeAtAGlance` are written once more. Who changes them there changes them here.
@Suite struct GlanceExplorationTests {
    /// Of a channel with room for one value, what is seen without its lock. Only one thread changes it here.
    private struct Seen {
        private let word = Explored.allocate(1, "word")[0]
        private let countsChanges: Bool

        init(isReady: Bool, countsChanges: Bool = true) {
            self.countsChanges = countsChanges
            let empty = ChannelWord(0)
            word.store(UInt((isReady ? empty.withOneMore : empty).stored), .relaxed)
        }

        func show(isReady: Bool) {
            let before = ChannelWord(UInt64(word.load(.relaxed)))
            let after = UInt((isReady ? before.withOneMore : before.withOneLess).stored)
            word.store(countsChanges ? after : after & UInt(UInt32.max), .releasing)
        }

        var glance: ChannelWord { ChannelWord(UInt64(word.load(.acquiring))) }
    }

    /// Whether `otherwise` is taken.
    private static func findsNothing(
        in channels: [Seen], looksTwice: Bool = true, hasFence: Bool = true
    ) -> Bool {
        var seen: [ChannelWord] = []
        for channel in channels {
            let glance = channel.glance
            if glance.promisesValue { return false }
            seen.append(glance)
        }
        if hasFence { Explored.fence() }
        return !looksTwice || zip(channels, seen).allSatisfy { $0.glance == $1 }
    }

    /// A value arrives in one channel before it leaves the other, and then the way back: one of them always has it.
    private static func aValueMoves(
        times: Int = 1, looksTwice: Bool = true, countsChanges: Bool = true
    ) -> @Sendable (Model) -> Void {
        { model in
            let left = Seen(isReady: true, countsChanges: countsChanges)
            let right = Seen(isReady: false, countsChanges: countsChanges)
            model.thread("mover") {
                for time in 0..<2 * times {
                    let (from, to) = time % 2 == 0 ? (left, right) : (right, left)
                    to.show(isReady: true)
                    from.show(isReady: false)
                }
            }
            model.thread("select") {
                let findsNothing = Self.findsNothing(in: [left, right], looksTwice: looksTwice)
                model.expect(!findsNothing, "nothing was found where there is always something")
            }
        }
    }

    /// Two that each fill a channel and then look at the other's.
    private static func eachLooksAtTheOthers(hasFence: Bool) -> @Sendable (Model) -> Void {
        { model in
            let (left, right) = (Seen(isReady: false), Seen(isReady: false))
            var (leftFoundNothing, rightFoundNothing) = (false, false)
            model.thread("left") {
                left.show(isReady: true)
                leftFoundNothing = Self.findsNothing(in: [right], hasFence: hasFence)
            }
            model.thread("right") {
                right.show(isReady: true)
                rightFoundNothing = Self.findsNothing(in: [left], hasFence: hasFence)
            }
            model.finally { model.expect(!(leftFoundNothing && rightFoundNothing), "both found nothing") }
        }
    }

    @Test func aValueThatMovesIsNeverMissed() async throws {
        try await explore("a value moves", preemptions: nil, Self.aValueMoves(times: 2))
    }

    @Test func oneLookMissesAValueThatMoves() async throws {
        let found = try await exploration("a value moves, one look", Self.aValueMoves(looksTwice: false))
        #expect(
            found.failure?.failure
                == .expectation("nothing was found where there is always something"))
    }

    @Test func withoutCountingChangesAValueThatMovesThereAndBackIsMissed() async throws {
        let found = try await exploration(
            "a value moves, changes not counted", Self.aValueMoves(times: 2, countsChanges: false))
        #expect(
            found.failure?.failure
                == .expectation("nothing was found where there is always something"))
    }

    @Test func ofTwoWhoFillAChannelOneSeesTheOther() async throws {
        try await explore("each the other's", preemptions: nil, Self.eachLooksAtTheOthers(hasFence: true))
    }

    @Test func withoutTheFenceBothMissTheOther() async throws {
        let found = try await exploration(
            "each the other's, no fence", Self.eachLooksAtTheOthers(hasFence: false))
        #expect(found.failure?.failure == .expectation("both found nothing"))
    }
}
