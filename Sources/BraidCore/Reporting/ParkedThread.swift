// Reporting › ParkedThread: a thread that is no worker and waits in Braid, and the calls that it is in.
//
// The main thread, as a rule: goroutines often wait for each other because of what it waits for. It is known by the bits of
// its wait (see ThreadStanding) and read like any thread that waits in the kernel, without disturbing it. What it waits for
// stands behind the word that it waits on, whose address is in its system call.

internal import CBraidShims
internal import Glibc

struct ParkedThread {
    /// What a report calls it.
    let title: String
    /// What stands in the brackets.
    let condition: String
    /// What it waits for; nil if nobody knows.
    let subject: WaitSubject?
    /// Innermost first.
    let addresses: [UInt64]

    /// Nil unless it waits in Braid, and goes on waiting while it is looked at.
    init?(_ call: ThreadCall) {
        let standing = ThreadStanding(thread: call.thread, isIdleWorker: false)
        guard standing.isInBraid,
            let end = MappedMemory.end(containing: call.stackPointer),
            let window = StackWindow(copying: call.stackPointer, to: end),
            let note = ParkedThread.note(call.thread),
            call == ThreadCall(thread: call.thread),
            standing == ThreadStanding(thread: call.thread, isIdleWorker: false)
        else { return nil }
        var unwinder = Unwinder(programCounter: call.programCounter, stack: window)
        addresses = unwinder.walk()
        title = ParkedThread.title(call.thread)
        let reason = WaitReason(visible: note.reason)
        condition = reason == .none ? "parked" : reason.description
        subject = WaitSubject(note)
    }

    /// What a thread that waits in Braid says of its wait, as far as it is in the same wait afterwards.
    static func note(_ thread: Int32) -> braid_wait_note? {
        let words = ThreadFile.text("syscall", ofThread: thread)?.split { $0 == " " || $0 == "\n" } ?? []
        guard words.count == 9, let address = ThreadActivity.hexadecimal(words[1]) else { return nil }
        var parking = braid_thread_parking()
        // Safety: the kernel copies into a variable of ours, and fails on a bad address: the thread may end.
        let copied = unsafe braid_memory_copy(address, &parking, MemoryLayout<braid_thread_parking>.size)
        return copied == MemoryLayout<braid_thread_parking>.size ? parking.note : nil
    }

    private static func title(_ thread: Int32) -> String {
        if thread == getpid() { return "main thread" }
        let name = ThreadFile.text("comm", ofThread: thread)?.split(separator: "\n").first
        return "thread \(thread)\(name.map { " \"\($0)\"" } ?? "")"
    }
}

/// What of the process's addresses is memory.
private enum MappedMemory {
    /// Where the mapping ends that an address is in: a thread's stack, say, behind which there may be nothing.
    static func end(containing address: UInt64) -> UInt64? {
        // Safety: the texts live for the call, and the stream is closed below.
        guard let file = unsafe fopen("/proc/self/maps", "re") else { return nil }
        defer { unsafe fclose(file) }
        var (line, capacity): (UnsafeMutablePointer<CChar>?, Int) = (nil, 0)
        // Safety: what `getline` has allocated last.
        defer { unsafe free(line) }
        // Safety: `getline` keeps both variables in step with what it allocates.
        while unsafe getline(&line, &capacity, file) > 0, let text = unsafe line {
            let range = unsafe String(cString: text).prefix { $0 != " " }.split(separator: "-")
            guard range.count == 2, let start = UInt64(range[0], radix: 16),
                let end = UInt64(range[1], radix: 16)
            else { continue }
            if start <= address, address < end { return end }
        }
        return nil
    }
}
