@testable import BraidCore
import BraidTesting
import Testing

@Suite struct StackPoolTests {
    private let size = Stack.roundedSize(1)

    @Test func theMostRecentlyFreedComesFirst() {
        let pool = StackPool()
        let (one, other) = (pool.take(size: size), pool.take(size: size))
        pool.give(back: one)
        pool.give(back: other)
        #expect(pool.take(size: size).address == other.address)
        #expect(pool.take(size: size).address == one.address)
    }

    @Test func sizesAreKeptApart() {
        let pool = StackPool()
        let small = pool.take(size: size)
        pool.give(back: small)
        let large = pool.take(size: 2 * size)
        #expect(large.size == 2 * size)
        #expect(large.address != small.address)
        #expect(pool.take(size: size).address == small.address)
    }

    @Test func noTwoStacksOverlap() {
        let pool = StackPool()
        let starts = (0..<100).map { _ in pool.take(size: size).address }.sorted()
        for (lower, higher) in zip(starts, starts.dropFirst()) {
            #expect(higher - lower >= UInt(size))
        }
    }

    @Test func allKnowsTheFreeAndTheTaken() {
        let pool = StackPool()
        #expect(pool.all.isEmpty)
        _ = pool.take(size: size)
        #expect(pool.all.count == 16, "stacks come in slabs")
        for _ in 0..<16 { _ = pool.take(size: size) }
        #expect(pool.all.count == 32)
    }

    /// Goroutines that end before the next begins share one stack.
    @Test func goroutinesOneAfterAnotherUseOneSlab() async throws {
        let stacks = try await onPlainThread {
            withScheduler(workers: 1) { scheduler in
                for _ in 0..<200 { scheduler.runAll(1) { _ in } }
                return scheduler.stacks.all.count
            }
        }
        #expect(stacks == 16)
    }

    @Test func aFreedStackHoldsNoFiber() async throws {
        let fibers = try await onPlainThread {
            let scheduler = Scheduler(workers: 2)
            scheduler.runAll(50) { _ in Fiber.current?.yield() }
            scheduler.stop()
            return scheduler.fibers.count
        }
        #expect(fibers == 0)
    }
}

extension Stack {
    /// Where it begins, to be compared.
    var address: UInt {
        // Safety: a number, not dereferenced.
        unsafe UInt(bitPattern: base)
    }
}
