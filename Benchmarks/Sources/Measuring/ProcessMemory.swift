// Measuring › ProcessMemory: what the kernel says that this process occupies.
//
// From /proc and not from getrusage: the peak that getrusage tells is never below that of the process which started
// this one, and a Python driver is larger than a small benchmark.

internal import Glibc

/// The memory of this process.
public enum ProcessMemory {
    /// The most that was ever resident, in KiB.
    public static var peakKilobytes: Int { kilobytes("VmHWM:") }

    /// What is resident now, and the page tables that it takes to find it, in bytes. A stack of its own costs page
    /// tables as well as pages, and the machine has as little use for the one as for the other.
    public static var occupiedBytes: Int { (kilobytes("VmRSS:") + kilobytes("VmPTE:")) * 1024 }

    private static func kilobytes(_ field: String) -> Int {
        for line in status.split(separator: "\n") where line.hasPrefix(field) {
            let number = line.dropFirst(field.count).drop { $0.isWhitespace }.prefix { $0.isNumber }
            if let kilobytes = Int(number) { return kilobytes }
        }
        fatalError("/proc/self/status does not tell \(field)")
    }

    private static var status: String {
        // Safety: the string is there for the length of the call.
        let descriptor = unsafe open("/proc/self/status", O_RDONLY)
        guard descriptor >= 0 else { fatalError("/proc/self/status: error \(errno)") }
        defer { close(descriptor) }
        // Safety: the kernel writes no more than the capacity, and says how much; the text is a few KiB.
        return unsafe String(unsafeUninitializedCapacity: 16 * 1024) { buffer in
            unsafe max(0, read(descriptor, buffer.baseAddress, buffer.count))
        }
    }
}
