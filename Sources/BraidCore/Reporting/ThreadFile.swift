// Reporting › ThreadFile: what the kernel says of a thread of this process, in /proc/self/task.

internal import Glibc

enum ThreadFile {
    /// The text of one of a thread's files; nil if the thread is gone, or the system was built without the file.
    static func text(_ name: String, ofThread thread: Int32) -> String? {
        // Safety: the path is a text that lives for the call.
        let file = unsafe open("/proc/self/task/\(thread)/\(name)", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        // Safety: the kernel writes at most as many bytes as the buffer has, and says how many.
        return unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 4_096) { buffer -> String? in
            let count = unsafe read(file, buffer.baseAddress, buffer.count)
            return count > 0 ? unsafe String(decoding: buffer.prefix(count), as: UTF8.self) : nil
        }
    }

    /// A line of the file `status`, without its title.
    static func status(_ title: String, ofThread thread: Int32) -> Substring? {
        guard let text = text("status", ofThread: thread) else { return nil }
        let line = text.split(separator: "\n").first { $0.hasPrefix(title + ":") }
        return line?.dropFirst(title.count + 1).drop { $0 == " " || $0 == "\t" }
    }
}
