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

    /// 5,000 stacks of 8 MiB would not fit into what a process may map if each kept its own after its end.
    @Test func threadsThatNobodyJoinsLeaveNothingBehind() async throws {
        let before = mappedPages()
        for _ in 0..<200 {
            try await onPlainThread {}
        }
        let grown = (mappedPages() - before) * Stack.pageSize
        if !isSanitized { #expect(grown < 400 << 20, "\(grown >> 20) MiB of address space") }
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
}
