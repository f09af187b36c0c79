@testable import BraidCore
import BraidTestSupport
import BraidTesting
import Testing

@Suite struct LockStressTests {
    @Test(arguments: [2, 8])
    func contendedThreadsCountRight(threads: Int) async throws {
        let rounds = isSanitized ? 20_000 : 200_000
        let total = try await onPlainThread {
            let counter = Shared(0)
            let running = (0..<threads).map { _ in
                PlainThread(name: "counting") {
                    for _ in 0..<rounds { counter.withLock { $0 += 1 } }
                }
            }
            for thread in running { thread.join() }
            return counter.value
        }
        #expect(total == threads * rounds)
    }

    /// A long critical section makes the others sleep in the kernel, which the short ones above hardly do.
    @Test func sleepersAreWoken() async throws {
        let total = try await onPlainThread {
            let counter = Shared(0)
            let running = (0..<8).map { _ in
                PlainThread(name: "counting") {
                    for _ in 0..<200 {
                        counter.withLock { count in
                            let before = count
                            PollSet().wait(timeout: 1_000) { _, _ in }
                            count = before + 1
                        }
                    }
                }
            }
            for thread in running { thread.join() }
            return counter.value
        }
        #expect(total == 1_600)
    }
}
