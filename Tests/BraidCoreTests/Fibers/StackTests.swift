@testable import BraidCore
import BraidTestSupport
import BraidTesting
import Glibc
import Testing

@Suite struct StackTests {
    @Test(arguments: [
        (0, 32), (1, 32), (32, 32), (33, 64), (64, 64), (100, 128), (255, 256), (256, 256), (257, 512),
    ])
    func aWishIsRoundedUpToAPowerOfTwo(kilobytes: Int, rounded: Int) {
        #expect(Stack.roundedSize(kilobytes * 1024) == rounded * 1024)
    }

    @Test func oneByteMoreIsTheNextSize() {
        #expect(Stack.roundedSize(64 * 1024 + 1) == 128 * 1024)
    }

    @Test func everySizeHoldsFourPages() {
        #expect(Stack.roundedSize(1) >= Stack.minimumSize)
        #expect(Stack.roundedSize(-1) >= Stack.minimumSize)
        #expect(Stack.minimumSize == 4 * Stack.pageSize)
    }

    @Test func theDefaultComesFromTheEnvironment() async {
        await #expect(processExitsWith: .success) {
            setVariable("BRAID_STACK_SIZE", "100000")
            guard Stack.defaultSize == 128 * 1024 else { exit(1) }
        }
    }

    @Test func theDefaultIs256KiB() async {
        await #expect(processExitsWith: .success) {
            setVariable("BRAID_STACK_SIZE", nil)
            guard Stack.defaultSize == 256 * 1024 else { exit(1) }
        }
    }

    @Test(arguments: [StackGuard.installed, .protected])
    func theGuardLiesBelowWhatWasAskedFor(stackGuard: StackGuard) {
        // Safety: an address to compare with, not dereferenced.
        let stack = unsafe Stack(
            base: UnsafeMutableRawPointer(bitPattern: 1 << 32)!, size: 1 << 15, guardSize: stackGuard.size,
            slab: 0, place: 0)
        let base = stack.address
        #expect(stack.size == 1 << 15)
        #expect(stack.guards(base - 1) && stack.guards(base - UInt(stackGuard.size)))
        #expect(!stack.guards(base) && !stack.guards(base - UInt(stackGuard.size) - 1))
    }

    /// 20,000 frames that each hold something would need far more than the default.
    @Test func aBigStackServesDeepRecursion() async throws {
        let depth = try await onPlainThread {
            withScheduler(workers: 1) { scheduler in
                let reached = Shared(0)
                let latch = Latch(1)
                scheduler.go(stack: 64 << 20) {
                    reached.withLock { $0 = descend(20_000) }
                    latch.countDown()
                }
                latch.wait()
                return reached.value
            }
        }
        #expect(depth == 20_000)
    }
}

/// Recurses with a frame of a kilobyte, which the compiler can neither remove nor turn into a loop.
@inline(never)
func descend(_ depth: Int) -> Int {
    // Safety: the buffer belongs to this frame, and the index is inside.
    unsafe withUnsafeTemporaryAllocation(of: Int.self, capacity: 100) { frame in
        unsafe frame.initialize(repeating: depth)
        let below = depth == 0 ? 0 : descend(depth - 1) + 1
        return unsafe frame[depth % 100] == depth ? below : -1
    }
}
