// Command tests › PseudoTerminal: a terminal that nobody sits at, and what has been written to it.

import BraidCore
import BraidTestSupport
import Glibc

final class PseudoTerminal: Sendable {
    /// What a program opens to write to it.
    let path: String
    private let descriptor: Int32
    private let written = Shared<[UInt8]>([])

    // Macros that Swift cannot see through: _IOW('T', 0x31, int) and _IOR('T', 0x30, unsigned int).
    private static let unlock: UInt = 0x4004_5431
    private static let getNumber: UInt = 0x8004_5430

    init?(columns: UInt16) {
        // What posix_openpt, unlockpt and ptsname do; Swift does not import those.
        // Safety: the kernel reads and writes variables of ours, of the sizes that these requests have; the text outlives the
        // call.
        descriptor = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var (isLocked, number) = (0 as Int32, 0 as Int32)
        var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        guard unsafe ioctl(descriptor, PseudoTerminal.unlock, &isLocked) == 0,
            unsafe ioctl(descriptor, PseudoTerminal.getNumber, &number) == 0,
            unsafe ioctl(descriptor, UInt(TIOCSWINSZ), &size) == 0
        else { return nil }
        path = "/dev/pts/\(number)"
        let (descriptor, written) = (descriptor, written)
        // Held open, so that the terminal does not hang up before the program has opened it.
        // Safety: the text outlives the call.
        let other = unsafe open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
        _ = PlainThread(name: "braid-test") {
            var block = [UInt8](repeating: 0, count: 4096)
            // Safety: the kernel writes at most as many bytes as the array has.
            while case let count = unsafe read(descriptor, &block, block.count), count > 0 {
                written.withLock { $0 += block[..<count] }
                if block[..<count].contains(PseudoTerminal.end) { break }
            }
            close(other)
            close(descriptor)
        }
    }

    /// What was written so far.
    var text: String { String(decoding: written.value, as: UTF8.self) }

    /// All that was written; nothing more may be after that.
    func textAtTheEnd() -> String {
        // Safety: the text outlives the call; the kernel reads one byte of ours.
        let other = unsafe open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC)
        var end = PseudoTerminal.end
        _ = unsafe write(other, &end, 1)
        while !written.value.contains(PseudoTerminal.end) { pauseThread() }
        close(other)
        return String(text.dropLast())
    }

    /// A byte that no program under test writes.
    private static let end: UInt8 = 0x07
}
