// Scheduling › Processors: how many threads can run at once.
//
// A container is often given less than the machine has, in one of two ways: a set of processors (affinity), or a share
// of time (a control group's limit). Worth asking for both: with a share of two processors on a machine of sixty-four,
// as many workers as processors would spend the share in a few milliseconds of each period, and then all stand still.
//
// A limit between two whole numbers is rounded up: the last worker has less to do.

internal import CBraidShims
internal import Glibc

package enum Processors {
    /// The processors that this process may use, at least one: as many as its affinity names, or its control groups'
    /// limits make whole, whichever is less. Asked once.
    package static let available = max(
        1, min(affinity, ControlGroups(reading: contents(of:)).processorLimit ?? .max))

    private static var affinity: Int {
        // A filter of system calls may refuse the question.
        let count = Int(braid_thread_processors())
        return count > 0 ? count : sysconf(Int32(_SC_NPROCESSORS_ONLN))
    }

    /// The text of a small file; nil if there is none.
    private static func contents(of path: String) -> String? {
        // Safety: the path is copied by the call.
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        var length = 0
        while length < bytes.count {
            // Safety: reads into the part of the array that is not filled yet.
            let count = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe read(file, buffer.baseAddress.map { unsafe $0 + length }, buffer.count - length)
            }
            if count <= 0 { break }
            length += count
        }
        return String(decoding: bytes[..<length], as: UTF8.self)
    }
}
