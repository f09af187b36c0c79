// Titles › AddressSource: the addresses, wherever they come from, one at a time or as many as are at hand.
//
// No more is read ahead than a block: a million addresses on standard input take no more memory than ten.

internal import Glibc

/// Addresses given as arguments, then those in a file. Reading blocks the calling thread, which is one at a time.
final class AddressSource: Sequence, IteratorProtocol {
    /// How many there are in a batch at most: enough that handing them over costs little.
    private static let batch = 128

    private var arguments: ArraySlice<String>
    private let name: String
    private let descriptor: Int32?
    private var block = [UInt8](repeating: 0, count: 1 << 16)
    /// What has been read of it, and not yet been given out.
    private var unread = 0..<0
    private var isAtFirstLine = true
    private var isAtEnd = false

    /// Why it has ended before the file has.
    private(set) var failure: CannotRead?

    /// - Parameter file: a path, `-` for standard input, nil for no file.
    init(arguments: [String], file: String?) throws(CannotRead) {
        self.arguments = arguments[...]
        name = file == "-" ? "standard input" : file ?? ""
        switch file {
        case nil: descriptor = nil
        // If it is closed, its number may soon be another file's.
        case "-": descriptor = fcntl(STDIN_FILENO, F_GETFD) < 0 ? -1 : STDIN_FILENO
        // Safety: the text outlives the call.
        case .some(let path): descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        }
        if let descriptor, descriptor < 0 { throw CannotRead(name: name, error: errno) }
    }

    deinit {
        if let descriptor { close(descriptor) }
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
        while let line = nextLine() ?? (fill() ? [] : lastLine()) {
            if !line.isEmpty, let address = address(in: line) { return address }
        }
        return nil
    }

    /// The next address, and all that can be had after it without waiting, up to a number; none at the end.
    func nextBatch() -> [String] {
        guard let first = next() else { return [] }
        var addresses = [first]
        while addresses.count < AddressSource.batch {
            if let argument = arguments.popFirst() {
                addresses.append(argument)
            } else if let line = nextLine() {
                if let address = address(in: line) { addresses.append(address) }
            } else {
                break
            }
        }
        return addresses
    }

    // MARK: Lines

    /// The next whole line that has been read, without its end.
    private func nextLine() -> ArraySlice<UInt8>? {
        // Safety: memchr reads what the array has between the two bounds, and points to one of these bytes.
        let length = unsafe block.withUnsafeBytes { bytes -> Int? in
            guard let start = unsafe bytes.baseAddress.map({ unsafe $0 + unread.lowerBound }) else {
                return nil
            }
            return unsafe memchr(start, 0x0A, unread.count).map { unsafe UnsafeRawPointer($0) - start }
        }
        guard let length else { return nil }
        defer { unread = (unread.lowerBound + length + 1)..<unread.upperBound }
        return block[unread.lowerBound..<unread.lowerBound + length]
    }

    /// What stands behind the last line end of all.
    private func lastLine() -> ArraySlice<UInt8>? {
        guard !unread.isEmpty else { return nil }
        defer { unread = 0..<0 }
        return block[unread]
    }

    /// Reads on, behind what there is. False at the end, and after an error.
    private func fill() -> Bool {
        guard let descriptor, !isAtEnd else { return false }
        if unread.lowerBound > 0 {
            // Safety: both ranges are in the array, and copying heeds that they may overlap.
            unsafe block.withUnsafeMutableBytes { unsafe $0.copyMemory(from: .init(rebasing: $0[unread])) }
            unread = 0..<unread.count
        }
        if unread.count == block.count { block.append(contentsOf: repeatElement(0, count: block.count)) }
        // Safety: the kernel writes behind the unread bytes, at most to the end of the array.
        let count = unsafe block.withUnsafeMutableBytes { bytes in
            let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[unread.upperBound...])
            var count = unsafe read(descriptor, rest.baseAddress, rest.count)
            while count < 0, errno == EINTR { count = unsafe read(descriptor, rest.baseAddress, rest.count) }
            return count
        }
        guard count > 0 else {
            isAtEnd = true
            if count < 0 { failure = CannotRead(name: name, error: errno) }
            return false
        }
        unread = 0..<unread.count + count
        return true
    }

    /// What a line says, without the white space around it; nil for a comment or nothing.
    private func address(in line: ArraySlice<UInt8>) -> String? {
        var line = line
        // Some editors begin a file with a byte order mark.
        if isAtFirstLine, line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        isAtFirstLine = false
        while let first = line.first, first.isWhitespace { line.removeFirst() }
        while let last = line.last, last.isWhitespace { line.removeLast() }
        guard let first = line.first, let last = line.last else { return nil }
        // Safety: the buffer is only read while the closure runs.
        let text = unsafe line.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
        // There is white space beyond ASCII too.
        let address = first < 0x80 && last < 0x80 ? text : AddressSource.trimmed(text)
        return address.isEmpty || address.utf8.first == UInt8(ascii: "#") ? nil : address
    }

    private static func trimmed(_ text: String) -> String {
        let address = text.drop(while: \.isWhitespace)
        guard let last = address.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(address[...last])
    }
}

extension UInt8 {
    /// Space, and tab to carriage return.
    fileprivate var isWhitespace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}

/// Why a file's lines cannot be had.
struct CannotRead: Error, Equatable, CustomStringConvertible {
    let name: String
    /// What C calls `errno`.
    let error: Int32

    var description: String { "cannot read \(name): \(systemMessage(error))" }
}
