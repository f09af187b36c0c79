@testable import BraidCore
import BraidTestSupport
import BraidTesting
import Glibc
import Testing

@Suite struct StackCrashTests {
    /// The guard page turns an overflow into a death at once, instead of into a neighbour's broken variables.
    @Test func anOverflowDiesOnTheGuardPage() async {
        let death = await #expect(processExitsWith: .failure) {
            try await onPlainThread {
                withScheduler(workers: 1) { scheduler in
                    let latch = Latch(1)
                    scheduler.go(stack: 32 * 1024) {
                        if descend(1_000_000) >= 0 { latch.countDown() }
                    }
                    latch.wait()
                }
            }
        }
        if !isSanitized { #expect(death?.exitStatus == .signal(SIGSEGV)) }
    }

    @Test func aTouchOfTheGuardPageDies() async {
        let death = await #expect(processExitsWith: .failure) {
            let stack = StackPool().take(size: Stack.roundedSize(1))
            // Safety: not safe at all, which is the point: this is the first byte of the guard.
            unsafe (stack.base + Stack.pageSize - 1).storeBytes(of: 1, as: UInt8.self)
        }
        if !isSanitized { #expect(death?.exitStatus == .signal(SIGSEGV)) }
    }

    @Test func theBytesAboveTheGuardAndAtTheTopAreUsable() {
        let pool = StackPool()
        let stack = pool.take(size: Stack.roundedSize(1))
        // Safety: inside the stack, which no fiber uses.
        unsafe (stack.base + Stack.pageSize).storeBytes(of: 1, as: UInt8.self)
        unsafe (stack.top - 1).storeBytes(of: 2, as: UInt8.self)
        let lowest = unsafe (stack.base + Stack.pageSize).load(as: UInt8.self)
        let highest = unsafe (stack.top - 1).load(as: UInt8.self)
        #expect(lowest == 1 && highest == 2)
    }

    @Test func aSettingWithATypingErrorStopsTheProgram() async {
        let death = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            setVariable("BRAID_STACK_SIZE", "64k")
            _ = Stack.defaultSize
        }
        #expect(
            death?.standardErrorContent.says("BRAID_STACK_SIZE=64k: a whole number above zero is wanted")
                == true)
    }
}
