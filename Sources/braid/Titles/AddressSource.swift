// Titles › AddressSource: the addresses, wherever they come from, one at a time.
//
// Nothing is read ahead: a million addresses on standard input take no more memory than ten.

internal import Glibc

/// Addresses given as arguments, then those in a file. Reading blocks the calling thread.
@safe
final class AddressSource: Sequence, IteratorProtocol {
    private var arguments: ArraySlice<String>
    // Safety: opened in `init`, used by one thread at a time, closed in deinit.
    private let stream: UnsafeMutablePointer<FILE>?
    private var line: UnsafeMutablePointer<CChar>?
    private var capacity = 0

    /// - Parameter file: a path, `-` for standard input, nil for no file.
    init(arguments: [String], file: String?) throws {
        self.arguments = arguments[...]
        // Safety: a new stream, which nobody else has.
        switch file {
        case nil: unsafe stream = nil
        case "-": unsafe stream = fdopen(STDIN_FILENO, "r")
        case .some(let path):
            guard let opened = unsafe fopen(path, "r") else { throw Unreadable(path: path) }
            unsafe stream = opened
        }
    }

    struct Unreadable: Error, CustomStringConvertible {
        let path: String
        var description: String { "cannot read \(path)" }
    }

    deinit {
        // Safety: as above; `line` belongs to getline, which allocated it.
        if let stream = unsafe stream { unsafe fclose(stream) }
        unsafe free(line)
    }

    func next() -> String? {
        if let argument = arguments.popFirst() { return argument }
        // Safety: getline keeps `line` and `capacity` in step, and says how many bytes it read.
        guard let stream = unsafe stream else { return nil }
        while case let length = unsafe getline(&line, &capacity, stream), length >= 0, let line = unsafe line
        {
            let bytes = unsafe UnsafeRawBufferPointer(start: line, count: length)
            let text = unsafe String(decoding: bytes, as: UTF8.self)
            let address = text.drop(while: \.isWhitespace)
            guard let last = address.lastIndex(where: { !$0.isWhitespace }), address.first != "#" else {
                continue
            }
            return String(address[...last])
        }
        return nil
    }
}
