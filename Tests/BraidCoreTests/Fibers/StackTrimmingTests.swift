@testable import BraidCore
import BraidTestSupport
import BraidTesting
import Glibc
import Testing

/// What becomes of the memory of free stacks. A stack whose pages were given back reads as zero, which is how these
/// tests see it.
@Suite struct StackTrimmingTests {
    static let size = Stack.roundedSize(1)
    static let period = StackPool.period

    @Test(arguments: [StackGuard.installed, .protected])
    func afterAPeakAllButTheReserveGoesBack(stackGuard: StackGuard) {
        let pool = StackPool(stackGuard: stackGuard)
        let stacks = pool.takeMarked(1_000)
        for stack in stacks { pool.give(back: stack) }
        pool.trimAll(periods: 2)
        #expect(pool.takeAndCountMarked(1_000) == StackSizeClass.mostReserved)
        pool.checkInvariants()
    }

    @Test func stacksInUseKeepTheirPages() {
        let pool = StackPool()
        let stacks = pool.takeMarked(1_000)
        let kept = stacks.indices.filter { $0 % 3 == 0 }
        for index in stacks.indices where index % 3 != 0 { pool.give(back: stacks[index]) }
        pool.trimAll(periods: 2)
        let areKept = kept.allSatisfy { stacks[$0].isMarked }
        #expect(areKept)
        let again = pool.takeAndCountMarked(1_000 - kept.count)
        #expect(again == StackSizeClass.mostReserved, "and of the others those of the reserve")
    }

    @Test func aLoadThatGoesUpAndDownWithinAPeriodKeepsEverything() {
        let pool = StackPool()
        var now: UInt64 = 0
        for stack in pool.takeMarked(500) { pool.give(back: stack) }
        for _ in 0..<5 {
            _ = pool.trim(at: Instant(nanoseconds: now))
            let stacks = (0..<500).map { _ in pool.take(size: Self.size) }
            #expect(stacks.allAreMarked)
            for stack in stacks { pool.give(back: stack) }
            now += Self.period
        }
    }

    @Test func whatAPartOfTheLoadNeededStays() {
        let pool = StackPool()
        for stack in pool.takeMarked(1_000) { pool.give(back: stack) }
        pool.trimAll(periods: 0)
        let stacks = (0..<600).map { _ in pool.take(size: Self.size) }
        for stack in stacks { pool.give(back: stack) }
        pool.trimAll(periods: 0, from: Self.period)
        #expect(pool.takeAndCountMarked(1_000) == 600 + StackSizeClass.mostReserved)
    }

    @Test func nothingHappensWithinAPeriod() {
        let pool = StackPool()
        #expect(pool.trim(at: Instant(nanoseconds: 1)) == .never)
        for stack in pool.takeMarked(200) { pool.give(back: stack) }
        #expect(pool.trim(at: Instant(nanoseconds: Self.period)) == Instant(nanoseconds: Self.period + 1))
        #expect(pool.takeAndCountMarked(200) == 200)
    }

    @Test func theReserveIsNeverAskedForAgain() {
        let pool = StackPool()
        for stack in pool.takeMarked(StackSizeClass.mostReserved) { pool.give(back: stack) }
        #expect(pool.trim(at: Instant(nanoseconds: 1)) == .never)
    }

    /// 16 MiB of each size may stay, and no more stacks than of the usual size.
    @Test(arguments: [(32 << 10, 64), (256 << 10, 64), (512 << 10, 32), (16 << 20, 1), (64 << 20, 0)])
    func theReserveIsOfBytes(size: Int, stays: Int) {
        let pool = StackPool()
        let stacks = (0..<70).map { _ in pool.take(size: size) }
        for stack in stacks { stack.mark() }
        for stack in stacks { pool.give(back: stack) }
        pool.trimAll(periods: 2)
        #expect(pool.trim(at: Instant(nanoseconds: 3 * Self.period)) == .never)
        let again = (0..<70).map { _ in pool.take(size: size) }
        let marked = again.count(where: \.isMarked)
        #expect(marked == stays)
    }

    /// Given back as a whole slab, given back alone, and never given back.
    @Test(arguments: [StackGuard.installed, .protected])
    func guardsSurvive(stackGuard: StackGuard) async {
        for kept in [0, 1] {
            let isInstalled = stackGuard == .installed
            let death = await #expect(processExitsWith: .failure, observing: [\.standardOutputContent]) {
                [kept = kept as Int, isInstalled = isInstalled as Bool] in
                let pool = StackPool(stackGuard: isInstalled ? .installed : .protected)
                for stack in pool.takeMarked(500).dropFirst(kept) { pool.give(back: stack) }
                pool.trimAll(periods: 2)
                let stacks = (0..<400).map { _ in pool.take(size: Self.size) }
                // Safety: writes a literal's bytes.
                _ = unsafe write(1, "touching", 8)
                touch(stacks[399], below: 1)
                extendLifetime(pool)
            }
            #expect(death?.standardOutputContent.says("touching") == true)
            if !isSanitized { #expect(death?.exitStatus == .signal(SIGSEGV)) }
        }
    }

    /// Nobody calls: it is the monitor that trims, and it does not fall asleep before.
    @Test func afterAPeakOfGoroutinesTheMonitorTrims() async throws {
        try await onPlainThread {
            withScheduler(workers: 2) { scheduler in
                let (start, end) = (Latch(1_000), Latch(1))
                let ended = Latch(1_000)
                for _ in 0..<1_000 {
                    scheduler.go {
                        start.countDown()
                        end.wait()
                        ended.countDown()
                    }
                }
                start.wait()
                end.countDown()
                ended.wait()
                while scheduler.stacks.warmCount > StackSizeClass.mostReserved { usleep(10_000) }
                #expect(scheduler.stacks.all.count >= 1_000)
            }
        }
    }

    @Test func workersAndTheTrimmerRace() async throws {
        try await onPlainThread {
            let pool = StackPool()
            let rounds = isSanitized ? 100 : 2_000
            let isDone = Flag()
            let workers = (0..<3).map { number in
                PlainThread(name: "worker") {
                    var cache = StackCache(pool)
                    for round in 0..<rounds {
                        let stacks = (0..<(round * 37 + number * 11) % 300).map { _ in
                            cache.take(size: Stack.defaultSize)
                        }
                        for stack in stacks { stack.mark() }
                        #expect(stacks.allAreMarked)
                        for stack in stacks { cache.give(stack) }
                    }
                }
            }
            let trimmer = PlainThread(name: "trimmer") {
                var now: UInt64 = 0
                while !isDone.isRaised {
                    _ = pool.trim(at: Instant(nanoseconds: now))
                    now += Self.period / 4
                }
            }
            for worker in workers { worker.join() }
            isDone.raise()
            trimmer.join()
            pool.checkInvariants()
            #expect(pool.inUse.isEmpty)
        }
    }
}

extension StackPool {
    fileprivate func takeMarked(_ count: Int) -> [Stack] {
        let stacks = (0..<count).map { _ in take(size: StackTrimmingTests.size) }
        for stack in stacks { stack.mark() }
        return stacks
    }

    fileprivate func takeAndCountMarked(_ count: Int) -> Int {
        (0..<count).map { _ in take(size: StackTrimmingTests.size) }.count(where: \.isMarked)
    }

    /// Lets whole periods pass in which nobody needs anything.
    func trimAll(periods: Int, from start: UInt64 = 0) {
        for period in 0...periods {
            let now = Instant(nanoseconds: start + UInt64(period) * StackPool.period)
            while trim(at: now) == now {}
        }
    }
}

extension [Stack] {
    fileprivate var allAreMarked: Bool { allSatisfy(\.isMarked) }
}

extension Stack {
    /// Writes to the top and to the bottom of a stack that is the caller's.
    fileprivate func mark() {
        // Safety: inside a stack that nobody else has.
        unsafe (top - 8).storeBytes(of: 0x5354_4143, as: UInt64.self)
        unsafe base.storeBytes(of: 0x5354_4143, as: UInt64.self)
    }

    fileprivate var isMarked: Bool {
        // Safety: inside a stack that nobody else has.
        let values = unsafe ((top - 8).load(as: UInt64.self), base.load(as: UInt64.self))
        #expect(values.0 == values.1)
        return values.0 == 0x5354_4143
    }
}
