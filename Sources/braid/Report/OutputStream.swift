// Report › OutputStream: standard output, standard error or a file, as lines.
//
// The C library's own variables `stdout` and `stderr` can be replaced by anyone at any time, so Swift refuses them;
// these are streams of our own on the same descriptors. Lines appear at once on a terminal, and in blocks elsewhere.
//
// A reader that has gone, as in `braid titles … | head`, is no failure: the command ends as the signal of a broken pipe
// would have ended it, also where that signal is ignored. A disk that is full is one.

internal import Glibc

@safe
final class OutputStream: Sendable {
    // Safety: opened in `init` and never closed; the C library locks it for each call.
    private nonisolated(unsafe) let stream: UnsafeMutablePointer<FILE>?
    private let name: String
    let descriptor: Int32

    static let standard = OutputStream(descriptor: STDOUT_FILENO, name: "standard output")
    static let error = OutputStream(descriptor: STDERR_FILENO, name: "standard error")

    init(descriptor: Int32, name: String) {
        self.descriptor = descriptor
        self.name = name
        // Safety: a new stream, which nobody else has.
        unsafe stream = fdopen(descriptor, "w")
        guard let stream = unsafe stream, descriptor == STDERR_FILENO else { return }
        unsafe setvbuf(stream, nil, _IOLBF, 0)
    }

    /// Whether a person looks on.
    var isTerminal: Bool { isatty(descriptor) == 1 }

    func print(_ line: String) {
        write(line + "\n")
    }

    func write(_ text: String) {
        // Safety: the stream is open; the text outlives the call.
        if let stream = unsafe stream, unsafe fputs(text, stream) < 0 { giveUp(errno) }
    }

    func flush() {
        // Safety: the stream is open.
        if let stream = unsafe stream, unsafe fflush(stream) != 0 { giveUp(errno) }
    }

    /// Gives the kernel a text, and whatever was printed before; waits for a reader who takes his time.
    func send(_ text: OutputText) throws(CannotWrite) {
        // Safety: the stream is open, and the C library reads from the array during the call.
        guard let stream = unsafe stream else { return }
        let written = unsafe text.bytes.withUnsafeBytes { unsafe fwrite($0.baseAddress, 1, $0.count, stream) }
        guard unsafe written < text.count || fflush(stream) != 0 else { return }
        throw CannotWrite(path: name, error: errno)
    }

    private func giveUp(_ error: Int32) {
        // Standard error has nobody to complain to.
        if descriptor == STDERR_FILENO { return }
        OutputStream.giveUp(CannotWrite(path: name, error: error))
    }

    /// Ends the process because nobody can have what it prints.
    static func giveUp(_ error: CannotWrite) -> Never {
        guard error.error != EPIPE else { _exit(ExitStatus.brokenPipe.rawValue) }
        OutputStream.error.print("braid: \(error)")
        _exit(ExitStatus.someFailed.rawValue)
    }
}
