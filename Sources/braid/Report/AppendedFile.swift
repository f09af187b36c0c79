// Report › AppendedFile: a file that grows by whole lines, and that a killed process may have left with half of one.

internal import Glibc

enum AppendedFile {
    /// Opens the file, made if there is none, behind its last whole line: what a killed process left of another is cut off.
    static func open(_ path: String) throws(CannotWrite) -> Int32 {
        // Safety: the text outlives the call.
        let descriptor = unsafe Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw CannotWrite(path: path, error: errno) }
        let length = lseek(descriptor, 0, SEEK_END)
        // A pipe or a device has neither a length nor a past.
        guard length > 0 else { return descriptor }
        let whole = endOfLastLine(descriptor, length)
        guard whole == length || ftruncate(descriptor, whole) == 0, lseek(descriptor, 0, SEEK_END) == whole
        else {
            let error = errno
            close(descriptor)
            throw CannotWrite(path: path, error: error)
        }
        return descriptor
    }

    private static func endOfLastLine(_ descriptor: Int32, _ length: Int) -> Int {
        var block = [UInt8](repeating: 0, count: 4096)
        var end = length
        while end > 0 {
            let start = max(0, end - block.count)
            // Safety: the kernel writes at most as many bytes as the array has.
            let count = unsafe pread(descriptor, &block, end - start, start)
            guard count == end - start else { return length }
            if let newline = block[..<count].lastIndex(of: UInt8(ascii: "\n")) { return start + newline + 1 }
            end = start
        }
        return 0
    }
}
