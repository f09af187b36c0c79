import Glibc
import Testing

@Suite(.offThePool) struct OffThePoolTests {
    private struct POSIXFailure: Error {}

    @Test func aBodyRunsOnAThreadOfItsOwn() throws {
        // Safety: the stream is closed again, and the buffer is this frame's, of the size that is given.
        let opened = unsafe fopen("/proc/thread-self/comm", "r")
        guard let file = unsafe opened else { throw POSIXFailure() }
        defer { unsafe fclose(file) }
        var name = [CChar](repeating: 0, count: 32)
        _ = unsafe fgets(&name, Int32(name.count), file)
        #expect(name.prefix(10).map { UInt8(bitPattern: $0) } == Array("braid-test".utf8))
    }
}
