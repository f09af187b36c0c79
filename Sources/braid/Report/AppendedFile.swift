// Report › AppendedFile: a file that grows by whole lines, and that a killed process may have left with half of one.

internal import Glibc

enum AppendedFile {
    /// Opens the file, made if there is none, behind its last whole line: what a killed process left of another is cut off.
    static func open(_ path: String) throws(CannotWrite) -> Int32 {
        // A pipe, a terminal or a device may be for writing alone, and a pipe opened for reading too would never break.
        var status = stat()
        // Safety: the text outlives the call, and the kernel fills our variable.
        let isOther = unsafe stat(path, &status) == 0 && !isRegular(status)
        let flags = isOther ? O_WRONLY : O_RDWR | O_CREAT
        // Safety: the text outlives the call.
        let descriptor = unsafe Glibc.open(path, flags | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw CannotWrite(path: path, error: errno) }
        if isOther { return descriptor }
        let length = lseek(descriptor, 0, SEEK_END)
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

    static func isRegular(_ descriptor: Int32) -> Bool {
        var status = stat()
        // Safety: the kernel fills our variable.
        return unsafe fstat(descriptor, &status) == 0 && isRegular(status)
    }

    private static func isRegular(_ status: stat) -> Bool { status.st_mode & S_IFMT == S_IFREG }

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
