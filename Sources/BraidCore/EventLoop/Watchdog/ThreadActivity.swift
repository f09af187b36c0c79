// Watchdog › ThreadActivity: what a thread of this process does just now, as the kernel says it.
//
// The file /proc/self/task/…/syscall holds "running" for a thread that computes (or could, if it had a processor), and
// otherwise the system call that it waits in: its number, six arguments, the stack pointer and the program counter.
// The number is -1 where the thread waits for something else, such as a page of a file. Reading it does not disturb
// the thread.

enum ThreadActivity: Equatable {
    case computing
    case waiting(call: Int, stackPointer: UInt64, programCounter: UInt64)

    /// Nil if the kernel does not say: the thread is gone, or the system was built without the file.
    init?(ofThread thread: Int32) {
        guard let text = ThreadFile.text("syscall", ofThread: thread), let activity = ThreadActivity(text)
        else {
            return nil
        }
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

    static func hexadecimal(_ word: Substring) -> UInt64? {
        word.hasPrefix("0x") ? UInt64(word.dropFirst(2), radix: 16) : nil
    }
}
