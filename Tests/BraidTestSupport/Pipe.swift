// Test support › Pipe: two descriptors, non-blocking, closed at the end.

internal import Glibc

@safe
package final class Pipe: Sendable {
    package let reading: Int32
    package let writing: Int32

    package struct Unavailable: Error {
        package init() {}
    }

    package init() throws {
        var ends: [Int32] = [0, 0]
        // Safety: the array has room for the two descriptors.
        guard unsafe pipe(&ends) == 0 else { throw Unavailable() }
        for end in ends {
            // Not inherited: the children of other tests would keep it open.
            guard fcntl(end, F_SETFD, FD_CLOEXEC) == 0, fcntl(end, F_SETFL, O_NONBLOCK) == 0 else {
                throw Unavailable()
            }
        }
        (reading, writing) = (ends[0], ends[1])
    }

    deinit {
        close(reading)
        close(writing)
    }

    @discardableResult
    package func write(_ text: String) -> Int {
        // Safety: the bytes outlive the call.
        unsafe Array(text.utf8).withUnsafeBytes { unsafe Glibc.write(writing, $0.baseAddress, $0.count) }
    }

    /// From now on `readByte` waits in the kernel until there is a byte.
    package func makeReadingBlock() {
        precondition(fcntl(reading, F_SETFL, 0) == 0)
    }

    /// One byte; nil if there is none now.
    package func readByte() -> UInt8? {
        var byte: UInt8 = 0
        // Safety: the byte belongs to this frame.
        return unsafe Glibc.read(reading, &byte, 1) == 1 ? byte : nil
    }

    /// Writes until no more fits.
    package func fill() {
        while write(String(repeating: "x", count: 4_096)) > 0 {}
    }
}
