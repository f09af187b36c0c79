// Report › Journal: which addresses are finished, for another run that goes on from there.
//
// One line for each, appended after the result has been given to the kernel, and both before the process can be told to
// die: so a kill, however hard, loses neither. What it may do is to let a result be printed whose line is missing; that
// address is fetched again, and its result is there twice. Nothing is synchronised to the disk until the end: a process
// that dies takes nothing of the kernel's with it, and after a power failure some addresses are fetched again.
//
// Finished is what a server has answered for good: 404 is an answer, 503 and a broken connection are not.

internal import Glibc

final class Journal: Sendable {
    private let path: String
    private let descriptor: Int32
    /// What earlier runs have finished.
    let finished: SeenAddresses

    init(_ path: String) throws {
        self.path = path
        descriptor = try AppendedFile.open(path)
        // What cannot be read again would be no memory.
        guard AppendedFile.isRegular(descriptor) else { throw CannotWrite(path: path, error: ESPIPE) }
        // Two runs would each fetch what the other has not finished yet.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw CannotWrite(path: path, error: errno == EWOULDBLOCK ? EBUSY : errno)
        }
        var finished = SeenAddresses()
        // A hyphen is a file of that name here, not standard input.
        let lines = try AddressSource(arguments: [], file: path == "-" ? "./-" : path)
        for line in lines { _ = finished.insert(Fingerprint(line)) }
        if let failure = lines.failure { throw failure }
        self.finished = finished
    }

    deinit { close(descriptor) }

    /// Has the disk keep what was noted.
    func synchronize() { fsync(descriptor) }

    /// Whether the address of a page is finished with it.
    static func isFinished(_ page: PageResult) -> Bool { page.status != nil && page.setback == nil }

    /// Notes addresses whose results the kernel has.
    func append(_ addresses: [String]) throws(CannotWrite) {
        let text = addresses.map { Address.identity(of: $0) + "\n" }.joined()
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            // Safety: the kernel reads from the slice during the call.
            let count = unsafe bytes.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else { throw CannotWrite(path: path, error: errno) }
            bytes = bytes.dropFirst(max(0, count))
        }
    }
}
