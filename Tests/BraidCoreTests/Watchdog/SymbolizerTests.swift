import BraidTestSupport
import BraidTesting
import Glibc
import Runtime
import Testing

@testable import BraidCore

@Suite struct SymbolizerTests {
    /// Two watchers may have something to report at the same time.
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

    /// Where the images are is found out by a look into each mapped file, and one may have gone before its turn comes.
    @Test func filesMayBeUnmappedMeanwhile() async throws {
        try await onPlainThread {
            let isOver = Shared(false)
            let mapper = PlainThread(name: "mapping") {
                while !isOver.value { MappedFile.comeAndGo("/bin/sh") }
            }
            for _ in 0..<200 { #expect(!Symbolizer.images.isEmpty) }
            isOver.withLock { $0 = true }
            mapper.join()
        }
    }
}

private enum MappedFile {
    /// Maps the first page of a file, and takes it back.
    static func comeAndGo(_ path: String) {
        // Safety: the path is a text of Swift's, which ends with a zero for C.
        let descriptor = unsafe open(path, O_RDONLY)
        defer { close(descriptor) }
        // Safety: the mapping is this function's own, is not read, and is taken back once.
        let mapping = unsafe mmap(nil, 4096, PROT_READ, MAP_PRIVATE, descriptor, 0)
        unsafe munmap(mapping, 4096)
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
