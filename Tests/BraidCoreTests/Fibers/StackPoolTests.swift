@testable import BraidCore
import BraidTesting
import Testing

@Suite struct StackPoolTests {
    private let size = Stack.roundedSize(1)

    @Test func aFreedStackIsTakenBeforeAFreshOne() {
        let pool = StackPool()
        let stacks = (0..<10).map { _ in pool.take(size: size) }
        pool.give(back: stacks[7])
        pool.give(back: stacks[3])
        #expect(pool.take(size: size).address == stacks[3].address)
        #expect(pool.take(size: size).address == stacks[7].address)
        #expect(!stacks.map(\.address).contains(pool.take(size: size).address))
        pool.checkInvariants()
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
            #expect(higher - lower >= UInt(size + StackGuard.best.size), "a guard lies between them")
        }
    }

    @Test func allKnowsTheFreeAndTheTaken() {
        let pool = StackPool()
        #expect(pool.all.isEmpty)
        _ = pool.take(size: size)
        #expect(pool.all.count == 64, "stacks come in slabs")
        #expect(pool.inUse.count == 1)
        for _ in 0..<64 { _ = pool.take(size: size) }
        #expect(pool.all.count == 128)
        #expect(pool.inUse.count == 65)
    }

    @Test func largeStacksHaveSlabsOfFew() {
        let pool = StackPool()
        _ = pool.take(size: 8 << 20)
        #expect(pool.all.count == 3)
        _ = pool.take(size: 1 << 30)
        #expect(pool.all.count == 4)
        pool.checkInvariants()
    }

    /// Goroutines that end before the next begins share one stack. A monitor might give a slow worker's seat to another
    /// worker, which has a slab of its own.
    @Test func goroutinesOneAfterAnotherUseOneSlab() async throws {
        let stacks = try await onPlainThread {
            let scheduler = Scheduler(workers: 1, layout: nil, hasMonitor: false)
            defer { scheduler.stop() }
            for _ in 0..<200 { scheduler.runAll(1) { _ in } }
            return scheduler.stacks.all.count
        }
        #expect(stacks == 64)
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
