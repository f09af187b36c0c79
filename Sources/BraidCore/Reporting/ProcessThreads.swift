// Reporting › ProcessThreads: every thread of this process, Braid's or not, as the kernel lists them.

internal import Glibc

enum ProcessThreads {
    /// Their numbers, in ascending order. Empty if the kernel does not say.
    static var numbers: [Int32] {
        // Safety: the directory is closed below, and an entry is read before the next is asked for.
        guard let directory = unsafe opendir("/proc/self/task") else { return [] }
        defer { unsafe closedir(directory) }
        var numbers: [Int32] = []
        while let entry = unsafe readdir(directory) {
            // Safety: a name ends with a zero inside its entry.
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
                unsafe name.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if let number = Int32(name) { numbers.append(number) }
        }
        return numbers.sorted()
    }
}
