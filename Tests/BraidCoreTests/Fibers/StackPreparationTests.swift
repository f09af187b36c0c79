@testable import BraidCore
import BraidTestSupport
import BraidTesting
import Glibc
import Testing

@Suite struct StackPreparationTests {
    private static let size = Stack.roundedSize(1)
    private static let count = 32

    /// The first, one in the middle and the last of those that got their guards by one call.
    @Test(arguments: [StackGuard.installed, .protected])
    func everyStackThatIsTakenWithOthersHasItsGuard(stackGuard: StackGuard) async {
        for place in [0, 13, 31] {
            let isInstalled = stackGuard == .installed
            let death = await #expect(processExitsWith: .failure, observing: [\.standardOutputContent]) {
                [place = place as Int, isInstalled = isInstalled as Bool] in
                let pool = StackPool(stackGuard: isInstalled ? .installed : .protected)
                let stacks = pool.taken(Self.count)
                // Safety: writes a literal's bytes.
                _ = unsafe write(1, "touching", 8)
                touch(stacks[place], below: 1)
                extendLifetime(pool)
            }
            #expect(death?.standardOutputContent.says("touching") == true)
            if !isSanitized { #expect(death?.exitStatus == .signal(SIGSEGV)) }
        }
    }

    @Test(.enabled(if: StackPreparation.canAdviseEach, "pages come as they are touched"))
    func theFirstPageIsThereBeforeItIsTouchedAndNoOther() {
        let pool = StackPool()
        for stack in pool.taken(Self.count) {
            #expect(stack.isResident(page: 1))
            #expect(!stack.isResident(page: 2))
        }
        extendLifetime(pool)
    }

    @Test(.enabled(if: StackPreparation.canAdviseEach, "pages come as they are touched"))
    func pagesThatWereGivenBackAreThereAgain() {
        let pool = StackPool()
        for stack in (0..<10).flatMap({ _ in pool.taken(Self.count) }) {
            pool.give(back: stack)
        }
        pool.trimAll(periods: 2)
        #expect(pool.warmCount == StackSizeClass.mostReserved)
        // The reserve, which is warm, and behind it what was given back.
        for stack in (0..<4).flatMap({ _ in pool.taken(Self.count) }) { #expect(stack.isResident(page: 1)) }
        extendLifetime(pool)
    }

    /// A page that is asked for a second time keeps what is on it.
    @Test func aWarmStackStaysAsItIs() {
        let pool = StackPool()
        let stacks = pool.taken(Self.count)
        // Safety: inside stacks that nobody else has.
        for stack in stacks { unsafe (stack.top - 8).storeBytes(of: 7, as: Int.self) }
        for stack in stacks { pool.give(back: stack) }
        for stack in pool.taken(Self.count) {
            let value = unsafe (stack.top - 8).load(as: Int.self)
            #expect(value == 7)
        }
        extendLifetime(pool)
    }
}

extension StackPool {
    /// Takes so many together, as a worker's cache does.
    fileprivate func taken(_ count: Int) -> [Stack] {
        // Safety: `take` fills the whole buffer.
        unsafe Array(unsafeUninitializedCapacity: count) { buffer, initializedCount in
            unsafe take(
                size: Stack.roundedSize(1), into: UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
            initializedCount = count
        }
    }
}

extension Stack {
    /// Whether the page has memory, counted from the top.
    fileprivate func isResident(page: Int) -> Bool {
        var residence: UInt8 = 0
        // Safety: asks about a page of the stack, which is mapped.
        let result = unsafe mincore(top - page * Stack.pageSize, Stack.pageSize, &residence)
        #expect(result == 0)
        return residence & 1 == 1
    }
}
