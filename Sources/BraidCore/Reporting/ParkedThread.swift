// Reporting › ParkedThread: a thread that is no worker and waits in Braid, and the calls that it is in.
//
// The main thread, as a rule: goroutines often wait for each other because of what it waits for. It is known by the bits of
// its wait (see ThreadStanding) and read like any thread that waits in the kernel, without disturbing it.

internal import CBraidShims
internal import Glibc

struct ParkedThread {
    /// What a report calls it.
    let title: String
    /// Innermost first.
    let addresses: [UInt64]

    /// Nil unless it waits in Braid, and goes on waiting while it is looked at.
    init?(_ call: ThreadCall) {
        guard ThreadStanding(thread: call.thread, isIdleWorker: false).isInBraid,
            let end = MappedMemory.end(containing: call.stackPointer),
            let window = StackWindow(copying: call.stackPointer, to: end),
            call == ThreadCall(thread: call.thread)
        else { return nil }
        var unwinder = Unwinder(programCounter: call.programCounter, stack: window)
        addresses = unwinder.walk()
        title = ParkedThread.title(call.thread)
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
