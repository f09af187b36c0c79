import BraidTestSupport
import Testing

@testable import BraidCore

/// What becomes of memory for launches. Memory whose page was given back reads as zero, which is how these tests see it.
@Suite struct LaunchPoolTests {
    static let period = StackPool.period
    static let perSlab = LaunchSlabs.launchesPerSlab

    @Test func aLaunchIsALineOfTheCache() {
        #expect(MemoryLayout<Launch>.stride == LaunchSlabs.line)
    }

    @Test func nobodyGetsWhatAnotherHas() {
        let pool = LaunchPool()
        let all = pool.take(1_000)
        #expect(Set(all.places).count == 1_000)
        for place in all.places { #expect(place % LaunchSlabs.line == 0 && place % LaunchSlabs.size != 0) }
        pool.checkInvariants()
    }

    @Test func whatComesBackIsTakenAgain() {
        let pool = LaunchPool()
        let all = pool.take(1_000)
        pool.give(back: all)
        pool.checkInvariants()
        #expect(Set(pool.take(1_000).places) == Set(all.places))
    }

    /// Those in use gather in the lowest slabs.
    @Test func theFrontIsTakenFirst() {
        let pool = LaunchPool()
        let (first, second) = (pool.take(Self.perSlab), pool.take(Self.perSlab))
        pool.give(back: second)
        pool.give(back: first)
        #expect(Set(pool.take(Self.perSlab).places) == Set(first.places))
    }

    @Test func afterAPeakAllButTheReserveGoesBack() {
        let pool = LaunchPool()
        let slabs = 2 * LaunchSlabs.reserve
        pool.give(back: pool.takeMarked(slabs * Self.perSlab))
        #expect(pool.warmCount == slabs)
        pool.trimAll(periods: 2)
        pool.checkInvariants()
        #expect(pool.warmCount == LaunchSlabs.reserve)
        #expect(pool.take(slabs * Self.perSlab).marked == LaunchSlabs.reserve * Self.perSlab)
        pool.checkInvariants()
    }

    @Test func aSlabOfWhichOneIsInUseStays() {
        let pool = LaunchPool()
        let all = pool.takeMarked(2 * LaunchSlabs.reserve * Self.perSlab)
        let kept = all.filter { $0 % Self.perSlab == 0 }
        pool.give(back: all.filter { $0 % Self.perSlab != 0 })
        pool.trimAll(periods: 2)
        #expect(pool.warmCount == 2 * LaunchSlabs.reserve)
        #expect(kept.marked == 2 * LaunchSlabs.reserve)
        pool.give(back: kept)
        pool.trimAll(periods: 2, from: 3 * Self.period)
        #expect(pool.warmCount == LaunchSlabs.reserve)
    }

    @Test func aLoadThatComesAgainWithinAPeriodKeepsEverything() {
        let pool = LaunchPool()
        let count = 2 * LaunchSlabs.reserve * Self.perSlab
        pool.give(back: pool.takeMarked(count))
        for period in 0..<5 as Range<UInt64> {
            _ = pool.trim(at: Instant(nanoseconds: period * Self.period))
            let all = pool.take(count)
            #expect(all.marked == count)
            pool.give(back: all)
        }
    }

    @Test func theReserveIsNeverAskedForAgain() {
        let pool = LaunchPool()
        pool.give(back: pool.take(LaunchSlabs.reserve * Self.perSlab))
        #expect(pool.trim(at: Instant(nanoseconds: 1)) == .never)
    }

    /// A little at each call, so that workers do not wait for the lock, nor goroutines for the monitor.
    @Test func aLargePeakGoesInPieces() {
        let pool = LaunchPool()
        let slabs = LaunchSlabs.reserve + 600
        pool.give(back: pool.take(slabs * Self.perSlab))
        _ = pool.trim(at: Instant(nanoseconds: 0))
        let now = Instant(nanoseconds: Self.period)
        var left: [Int] = []
        repeat { left.append(pool.warmCount) } while pool.trim(at: now) == now
        #expect(left == [slabs, slabs - 256, slabs - 512])
        #expect(pool.warmCount == LaunchSlabs.reserve)
    }
}

/// Memory for launches, which the test has.
@safe
private struct Launches {
    // Safety: taken from a pool that outlives the test's use.
    fileprivate let memory: [LaunchMemory]

    var places: [Int] { unsafe memory.map { Int(bitPattern: $0) } }

    /// Those whose places in the order pass.
    func filter(_ passes: (Int) -> Bool) -> Launches {
        // Safety: of the same pool.
        unsafe Launches(memory: memory.indices.filter(passes).map { unsafe memory[$0] })
    }

    private func words() -> [UnsafeMutablePointer<UInt64>] {
        // Safety: memory of a launch's size, in which there is none.
        unsafe memory.map { unsafe UnsafeMutableRawPointer($0).assumingMemoryBound(to: UInt64.self) }
    }

    func mark() {
        // Safety: the test's own.
        unsafe words().forEach { unsafe $0.pointee = 0x6D61_726B }
    }

    /// How many still have their mark.
    var marked: Int {
        // Safety: the test's own.
        unsafe words().count { unsafe $0.pointee == 0x6D61_726B }
    }
}

extension LaunchPool {
    fileprivate func take(_ count: Int) -> Launches {
        // Safety: filled by the call.
        unsafe Launches(
            memory: [LaunchMemory](unsafeUninitializedCapacity: count) { buffer, initialized in
                unsafe take(into: UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
                initialized = count
            })
    }

    fileprivate func takeMarked(_ count: Int) -> Launches {
        let launches = take(count)
        launches.mark()
        return launches
    }

    fileprivate func give(back launches: Launches) {
        // Safety: the test gives them up.
        unsafe launches.memory.withUnsafeBufferPointer { unsafe give(back: $0) }
    }

    fileprivate func trimAll(periods: UInt64, from start: UInt64 = 0) {
        for period in 0...periods {
            let now = Instant(nanoseconds: start + period * StackPool.period)
            while trim(at: now) == now {}
        }
    }
}
