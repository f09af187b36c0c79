@testable import BraidCore
import Testing

@Suite struct StackCacheTests {
    @Test func theStackGivenLastIsTakenFirst() {
        var cache = StackCache(StackPool())
        let (one, other) = (cache.take(size: Stack.defaultSize), cache.take(size: Stack.defaultSize))
        cache.give(one)
        cache.give(other)
        #expect(cache.take(size: Stack.defaultSize).address == other.address)
        #expect(cache.take(size: Stack.defaultSize).address == one.address)
        cache.give(one)
        cache.give(other)
    }

    @Test func takingAndGivingInTurnNeverMeetsThePool() {
        let pool = StackPool()
        var cache = StackCache(pool)
        func takeAndGive(_ cache: inout StackCache) {
            let stacks = (0..<StackCache.batch / 2).map { _ in cache.take(size: Stack.defaultSize) }
            for stack in stacks { cache.give(stack) }
        }
        takeAndGive(&cache)
        let before = cache.count
        for _ in 0..<1_000 {
            takeAndGive(&cache)
            #expect(cache.count == before)
        }
    }

    /// Each stack costs a system call, and most seeded runs and small programs need few.
    @Test func theFirstRefillTakesFew() {
        var cache = StackCache(StackPool())
        let stack = cache.take(size: Stack.defaultSize)
        #expect(cache.count < StackCache.batch / 4)
        cache.give(stack)
    }

    @Test func aFullCacheGivesTheColderHalfToThePool() {
        let pool = StackPool()
        var cache = StackCache(pool)
        let stacks = (0...StackCache.capacity).map { _ in pool.take(size: Stack.defaultSize) }
        for stack in stacks { cache.give(stack) }
        #expect(cache.count == StackCache.capacity - StackCache.batch + 1)
        let warm = (0..<cache.count).map { _ in cache.take(size: Stack.defaultSize).address }
        #expect(warm == stacks.suffix(warm.count).reversed().map(\.address))
        let cold = Set((0..<StackCache.batch).map { _ in pool.take(size: Stack.defaultSize).address })
        #expect(cold == Set(stacks.prefix(StackCache.batch).map(\.address)))
    }

    @Test func noStackIsHandedOutTwice() {
        let pool = StackPool()
        var one = StackCache(pool)
        var other = StackCache(pool)
        var held: [Stack] = []
        for _ in 0..<500 {
            held.append(one.take(size: Stack.defaultSize))
            held.append(other.take(size: Stack.defaultSize))
        }
        #expect(Set(held.map(\.address)).count == 1_000)
        // Each gives back what the other took.
        for (index, stack) in held.enumerated() {
            if index % 2 == 0 { other.give(stack) } else { one.give(stack) }
        }
        let again = (0..<1_000).map { _ in one.take(size: Stack.defaultSize).address }
        #expect(Set(again).count == 1_000)
    }

    @Test func anotherSizeGoesToThePoolAndComesFromIt() {
        let pool = StackPool()
        var cache = StackCache(pool)
        let small = cache.take(size: 32 * 1024)
        #expect(small.size == 32 * 1024)
        cache.give(small)
        #expect(cache.count == 0)
        #expect(pool.take(size: 32 * 1024).address == small.address)
    }

    @Test func aDrainedCacheLeavesEverythingToOthers() {
        let pool = StackPool()
        var cache = StackCache(pool)
        let stacks = (0..<StackCache.batch).map { _ in cache.take(size: Stack.defaultSize) }
        for stack in stacks { cache.give(stack) }
        let held = cache.count
        cache.drain()
        #expect(cache.count == 0)
        let taken = Set((0..<held).map { _ in pool.take(size: Stack.defaultSize).address })
        #expect(taken.isSuperset(of: stacks.map(\.address)))
    }

    @Test func aCacheThatEndsLeavesEverythingToOthers() {
        let pool = StackPool()
        var first = UInt(0)
        do {
            var cache = StackCache(pool)
            let stack = cache.take(size: Stack.defaultSize)
            first = stack.address
            cache.give(stack)
        }
        let taken = (0..<StackCache.batch).map { _ in pool.take(size: Stack.defaultSize).address }
        #expect(taken.contains(first))
    }
}
