// Report › OutputStream: standard output and standard error, as lines.
//
// The C library's own variables `stdout` and `stderr` can be replaced by anyone at any time, so Swift refuses them;
// these are streams of our own on the same descriptors. Lines appear at once on a terminal, and in blocks elsewhere.

internal import Glibc

@safe
final class OutputStream: Sendable {
    // Safety: opened in `init` and never closed; the C library locks it for each call.
    private nonisolated(unsafe) let stream: UnsafeMutablePointer<FILE>?

    static let standard = OutputStream(descriptor: STDOUT_FILENO)
    static let error = OutputStream(descriptor: STDERR_FILENO)

    private init(descriptor: Int32) {
        // Safety: a new stream, which nobody else has.
        unsafe stream = fdopen(descriptor, "w")
        guard let stream = unsafe stream, descriptor == STDERR_FILENO else { return }
        unsafe setvbuf(stream, nil, _IOLBF, 0)
    }

    func print(_ line: String) {
        // Safety: the stream is open; the text outlives the call.
        if let stream = unsafe stream { _ = unsafe fputs(line + "\n", stream) }
    }

    func flush() {
        // Safety: the stream is open.
        if let stream = unsafe stream { _ = unsafe fflush(stream) }
    }
}
