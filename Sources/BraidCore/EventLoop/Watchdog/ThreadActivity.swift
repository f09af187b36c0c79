// Watchdog › ThreadActivity: what a thread of this process does just now, as the kernel says it.
//
// The file /proc/self/task/…/syscall holds "running" for a thread that computes (or could, if it had a processor), and
// otherwise the system call that it waits in: its number, six arguments, the stack pointer and the program counter.
// The number is -1 where the thread waits for something else, such as a page of a file. Reading it does not disturb
// the thread.

internal import Glibc

enum ThreadActivity: Equatable {
    case computing
    case waiting(call: Int, stackPointer: UInt64, programCounter: UInt64)

    /// Nil if the kernel does not say: the thread is gone, or the system was built without the file.
    init?(ofThread thread: Int32) {
        // Safety: the path is a text that lives for the call.
        let file = unsafe open("/proc/self/task/\(thread)/syscall", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        // Safety: the kernel writes at most as many bytes as the buffer has, and says how many.
        let text = unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 512) { buffer -> String? in
            let count = unsafe read(file, buffer.baseAddress, buffer.count)
            return count > 0 ? unsafe String(decoding: buffer.prefix(count), as: UTF8.self) : nil
        }
        guard let text, let activity = ThreadActivity(text) else { return nil }
        self = activity
    }

    /// From the file's text.
    init?(_ text: String) {
        let words = text.split { $0 == " " || $0 == "\n" }
        if words == ["running"] {
            self = .computing
            return
        }
        // With -1 there are no arguments.
        guard words.count >= 3, let call = Int(words[0]),
            let stackPointer = ThreadActivity.hexadecimal(words[words.count - 2]),
            let programCounter = ThreadActivity.hexadecimal(words[words.count - 1])
        else { return nil }
        self = .waiting(call: call, stackPointer: stackPointer, programCounter: programCounter)
    }

    private static func hexadecimal(_ word: Substring) -> UInt64? {
        word.hasPrefix("0x") ? UInt64(word.dropFirst(2), radix: 16) : nil
    }
}
