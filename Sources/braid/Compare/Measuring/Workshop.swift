// Measuring › Workshop: a temporary folder for the programs that must be files.

internal import Glibc

/// A new folder, gone with all it contains when the workshop is released.
final class Workshop {
    private let folder: String
    private var files: Set<String> = []

    init() throws(CannotWrite) {
        // Safety: getenv's string is copied at once; nobody changes the environment.
        let temporary = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
        var template = Array("\(temporary)/braid-compare-XXXXXX".utf8CString)
        // Safety: mkdtemp overwrites the six letters in our array.
        guard unsafe mkdtemp(&template) != nil else { throw CannotWrite(path: temporary, error: errno) }
        folder = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit {
        // Safety: the texts outlive the calls.
        for file in files { unsafe unlink(file) }
        unsafe rmdir(folder)
    }

    /// The path of a file in the folder, which is removed with it, whoever writes it.
    func path(_ name: String) -> String {
        let path = "\(folder)/\(name)"
        files.insert(path)
        return path
    }

    /// Writes a file and returns its path.
    func write(_ bytes: [UInt8], as name: String) throws(CannotWrite) -> String {
        let path = path(name)
        // Safety: a new stream, which nobody else has; the array outlives the call.
        guard let stream = unsafe fopen(path, "w") else { throw CannotWrite(path: path, error: errno) }
        let written = unsafe fwrite(bytes, 1, bytes.count, stream)
        let closed = unsafe fclose(stream)
        guard written == bytes.count, closed == 0 else { throw CannotWrite(path: path, error: errno) }
        return path
    }
}

/// A file could not be written.
struct CannotWrite: Error, CustomStringConvertible {
    let path: String
    /// What C calls `errno`.
    let error: Int32

    var description: String { "cannot write to \(path): \(systemMessage(error))" }
}

/// What C's `strerror` says.
func systemMessage(_ error: Int32) -> String {
    // Safety: the string is the thread's own, and copied before its next call.
    unsafe strerror(error).map { unsafe String(cString: $0) } ?? "error \(error)"
}
