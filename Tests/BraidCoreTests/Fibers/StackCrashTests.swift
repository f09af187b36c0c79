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

    @Test func aTouchOfEitherEndOfTheWideGuardDies() async {
        for distance in [1, 64 * 1024] {
            guard StackGuard.best == .installed else { return }
            let death = await #expect(processExitsWith: .failure) { [distance = distance as Int] in
                touchGuard(.installed, below: distance)
            }
            if !isSanitized { #expect(death?.exitStatus == .signal(SIGSEGV)) }
        }
    }

    @Test func aTouchOfTheProtectedPageDies() async {
        let death = await #expect(processExitsWith: .failure) {
            touchGuard(.protected, below: 1)
        }
        if !isSanitized { #expect(death?.exitStatus == .signal(SIGSEGV)) }
    }

    /// The first stack of a slab has a guard too, as has the one that was cut last.
    @Test(arguments: [StackGuard.installed, .protected])
    func everyByteOfEveryStackIsUsable(stackGuard: StackGuard) {
        let pool = StackPool(stackGuard: stackGuard)
        for _ in 0..<130 {
            let stack = pool.take(size: Stack.roundedSize(1))
            // Safety: the stack is nobody else's.
            let bytes = unsafe UnsafeMutableRawBufferPointer(start: stack.base, count: stack.size)
            unsafe bytes.initializeMemory(as: UInt8.self, repeating: 7)
            let areKept = unsafe bytes.allSatisfy { $0 == 7 }
            #expect(areKept)
        }
    }

    @Test func anImpossibleGuardSaysHowManyStacksThereCanBe() {
        #expect(StackGuard.protected.complaint(12).contains("32700 goroutines"))
        #expect(StackGuard.protected.complaint(12).contains("vm.max_map_count"))
    }

    @Test func whereNoAddressesAreLeftForAStackTheProgramSaysSo() async {
        let death = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let pool = StackPool()
            var none = rlimit(rlim_cur: 0, rlim_max: 0)
            // Safety: the limit is read by the call.
            let refusal = unsafe setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &none)
            precondition(refusal == 0)
            _ = pool.take(size: Stack.defaultSize)
        }
        if !isSanitized {
            #expect(death?.standardErrorContent.says("out of address space: cannot reserve") == true)
        }
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

/// The same of a stack whose pool is there still: without it nothing is mapped there, and every touch dies.
func touchGuard(_ stackGuard: StackGuard, below distance: Int) {
    let pool = StackPool(stackGuard: stackGuard)
    touch(pool.take(size: Stack.roundedSize(1)), below: distance)
    extendLifetime(pool)
}

/// Writes a byte below the lowest that may be used.
func touch(_ stack: Stack, below distance: Int) {
    // Safety: not safe at all, which is the point.
    unsafe (stack.base - distance).storeBytes(of: 1, as: UInt8.self)
}
