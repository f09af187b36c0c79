import BraidTestSupport
import BraidTesting
import Testing

@testable import BraidCore

@Suite struct SymbolizerTests {
    /// Two watchers may have something to report at the same time; the runtime underneath ends the process if both ask.
    @Test func threadsMayAskAtTheSameTime() async throws {
        try await onPlainThread {
            let addresses = try #require(StackOfThisThread.addresses)
            let found = Shared(0)
            let threads = (0..<2).map { _ in
                PlainThread(name: "symbolizing") {
                    if !Symbolizer.symbolize(addresses).isEmpty { found.withLock { $0 += 1 } }
                }
            }
            for thread in threads { thread.join() }
            #expect(found.value == 2)
        }
    }
}

private enum StackOfThisThread {
    /// Where this test's code is: enough to be looked up.
    static var addresses: [UInt64]? {
        typealias Function = @convention(c) () -> Void
        let function: Function = { _ = Symbolizer.symbolize([]) }
        // Safety: the address of a function is read as a number, and one inside of it is made of that.
        let address = unsafe UInt64(UInt(bitPattern: unsafeBitCast(function, to: UnsafeRawPointer.self)))
        return [address + 1, address + 2]
    }
}
