// Kept › KeptConnection: one connection that libcurl has opened and given away, and the request that is on it.

internal import BraidCore
private import Glibc

/// Confined to whoever drives the MultiHandle.
final class KeptConnection {
    let descriptor: Int32
    let server: KeptServer
    /// Whose response is awaited; nil while the connection rests.
    private(set) var transfer: Transfer?
    /// Since when that is so.
    private(set) var since: Instant
    private var reader = ResponseReader()

    init(_ descriptor: Int32, to server: KeptServer, at now: Instant) {
        self.descriptor = descriptor
        self.server = server
        since = now
    }

    /// Sends a request whole; false if that cannot be done, because the connection is dead.
    func send(_ request: [UInt8], for transfer: Transfer, at now: Instant) -> Bool {
        // Safety: the bytes are alive in the closure, and the kernel only reads them.
        let sent = unsafe request.withUnsafeBytes { bytes in
            unsafe Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
        }
        guard sent == request.count else { return false }
        reader = ResponseReader()
        self.transfer = transfer
        since = now
        return true
    }

    /// Reads what has come, as much as the buffer takes.
    func receive(into buffer: UnsafeMutableRawBufferPointer) -> ResponseReader.Progress {
        guard let transfer else { return .unanswered }
        // Safety: the kernel writes at most as many bytes as the buffer has, and says how many.
        let count = unsafe recv(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_DONTWAIT))
        if count > 0 {
            // Safety: so many bytes were written, and the buffer outlives the span.
            let bytes = unsafe UnsafeRawBufferPointer(rebasing: buffer[..<count])
            return unsafe reader.take(bytes.assumingMemoryBound(to: UInt8.self).span, for: transfer)
        }
        if count < 0, errno == EAGAIN || errno == EINTR { return .more }
        let end = reader.end()
        // What lasts until the connection ends is not complete if it breaks.
        return count < 0 && end == .complete ? .malformed : end
    }

    /// The request has ended.
    func rest(at now: Instant) {
        transfer = nil
        since = now
    }

    /// Whether another request may be sent once the response is complete.
    var keepsConnection: Bool { reader.keepsConnection }

    /// When the response must be complete.
    var deadline: Instant {
        guard let limit = transfer?.settings.totalMilliseconds else { return .never }
        return since.advanced(by: .milliseconds(limit))
    }
}
