// Titles › AddressSource: the addresses, wherever they come from, one at a time.
//
// Nothing is read ahead: a million addresses on standard input take no more memory than ten.

internal import Glibc

/// Addresses given as arguments, then those in a file. Reading blocks the calling thread.
@safe
final class AddressSource: Sequence, IteratorProtocol {
    private var arguments: ArraySlice<String>
    private let name: String
    // Safety: opened in `init`, used by one thread at a time, closed in deinit.
    private let stream: UnsafeMutablePointer<FILE>?
    private var line: UnsafeMutablePointer<CChar>?
    private var capacity = 0
    private var isAtFirstLine = true

    /// Why it has ended before the file has.
    private(set) var failure: CannotRead?

    /// - Parameter file: a path, `-` for standard input, nil for no file.
    init(arguments: [String], file: String?) throws(CannotRead) {
        self.arguments = arguments[...]
        name = file == "-" ? "standard input" : file ?? ""
        // Safety: a new stream, which nobody else has.
        switch file {
        case nil:
            unsafe stream = nil
            return
        case "-": unsafe stream = fdopen(STDIN_FILENO, "r")
        case .some(let path): unsafe stream = fopen(path, "r")
        }
        guard unsafe stream != nil else { throw CannotRead(name: name, error: errno) }
    }

    deinit {
        // Safety: as above; `line` belongs to getline, which allocated it.
        if let stream = unsafe stream { unsafe fclose(stream) }
        unsafe free(line)
    }

    /// Whether standard input is a pipe, or a file with something in it. Not whether there are addresses: to know that, one
    /// would have to wait for whoever holds the other end, who may only have left it open.
    static var mayBeOnStandardInput: Bool {
        var status = stat()
        // Safety: the kernel fills our variable.
        guard unsafe fstat(STDIN_FILENO, &status) == 0 else { return false }
        let kind = status.st_mode & S_IFMT
        return kind == S_IFIFO || kind == S_IFREG && status.st_size > 0
    }

    func next() -> String? {
        if let argument = arguments.popFirst() { return argument }
        // Safety: getline keeps `line` and `capacity` in step, and says how many bytes it read.
        guard failure == nil, let stream = unsafe stream else { return nil }
        while case let length = unsafe getline(&line, &capacity, stream), length >= 0, let line = unsafe line
        {
            let bytes = unsafe UnsafeRawBufferPointer(start: line, count: length)
            if let address = address(in: unsafe String(decoding: bytes, as: UTF8.self)) { return address }
        }
        let error = errno
        // Safety: as above.
        if unsafe ferror(stream) != 0 { failure = CannotRead(name: name, error: error) }
        return nil
    }

    private func address(in line: String) -> String? {
        // Some editors begin a file with a byte order mark.
        let text =
            isAtFirstLine && line.unicodeScalars.first == "\u{FEFF}"
            ? line.unicodeScalars.dropFirst() : line.unicodeScalars[...]
        isAtFirstLine = false
        let address = Substring(text).drop(while: \.isWhitespace)
        guard let last = address.lastIndex(where: { !$0.isWhitespace }), address.first != "#" else {
            return nil
        }
        return String(address[...last])
    }
}

/// Why a file's lines cannot be had.
struct CannotRead: Error, Equatable, CustomStringConvertible {
    let name: String
    /// What C calls `errno`.
    let error: Int32

    var description: String { "cannot read \(name): \(systemMessage(error))" }
}
