@testable import BraidCore
import BraidTestSupport
import BraidTesting
import Glibc
import Testing

@Suite struct PlainThreadTests {
    @Test func joinWaitsForTheEnd() async throws {
        let hasEnded = Flag()
        let thread = PlainThread(name: "short") { hasEnded.raise() }
        try await onPlainThread { thread.join() }
        #expect(hasEnded.isRaised)
    }

    @Test func whatTheBodyHoldsIsReleased() async throws {
        let census = Census()
        let citizen = census.citizen()
        let thread = PlainThread(name: "short") { withExtendedLifetime(citizen) {} }
        try await onPlainThread { thread.join() }
        withExtendedLifetime(citizen) { #expect(census.living == 1) }
    }

    /// In a process of its own, because other tests map memory meanwhile. 1,000 threads that each kept a stack of 8 MiB
    /// after their end would show; a few may not have ended yet when they are counted.
    @Test func threadsThatNobodyJoinsLeaveNothingBehind() async {
        await #expect(processExitsWith: .success) {
            let before = mappedPages()
            for _ in 0..<1_000 { try await onPlainThread {} }
            let grown = (mappedPages() - before) * Stack.pageSize
            precondition(isSanitized || grown < 4 << 30, "\(grown >> 20) MiB of address space")
        }
    }
}

/// The size of the process's address space.
private func mappedPages() -> Int {
    // Safety: the file is closed again, and the buffer belongs to this frame.
    guard let file = unsafe fopen("/proc/self/statm", "r") else { return 0 }
    defer { unsafe fclose(file) }
    var buffer = [CChar](repeating: 0, count: 128)
    guard unsafe fgets(&buffer, 128, file) != nil else { return 0 }
    return unsafe strtol(buffer, nil, 10)
}
