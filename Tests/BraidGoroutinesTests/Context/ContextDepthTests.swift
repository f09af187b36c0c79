import BraidGoroutines
import BraidTestSeeds
import BraidTestSupport
import Testing

/// Chains of contexts that are longer than a stack is deep.
@Suite struct ContextDepthTests {
    private static let depth = 100_000

    @Test func theFirstOfALongChainOfContextsEndsAll() async throws {
        try await bothWays(1) {
            let (root, cancel) = Context.background.withCancel()
            var (last, middle) = (root, root)
            for level in 0..<Self.depth {
                last = last.withCancel().context
                if level == Self.depth / 2 { middle = last }
            }
            cancel()
            #expect(root.error == .cancelled && middle.error == .cancelled && last.error == .cancelled)
        }
    }

    @Test func aLongListOfValuesIsLetGoOf() async throws {
        let census = Census()
        let key = ContextKey<Census.Citizen>("citizen")
        try await bothWays(1) {
            var context = Context.background
            for number in 0..<Self.depth { context = context.withValue(key, census.citizen(number)) }
            #expect(context[key]?.number == Self.depth - 1)
        }
        #expect(census.living == 0)
    }

    /// What somebody else holds stays.
    @Test func theRestOfAListThatIsHeldStays() async throws {
        let census = Census()
        let key = ContextKey<Census.Citizen>("citizen")
        try await bothWays(1) {
            let kept = Context.background.withValue(key, census.citizen(1)).withValue(key, census.citizen(2))
            do {
                let longer = kept.withValue(key, census.citizen(3)).withValue(key, census.citizen(4))
                #expect(longer[key]?.number == 4)
            }
            #expect(kept[key]?.number == 2)
            #expect(census.living == 2)
        }
        #expect(census.living == 0)
    }
}
