// Curl › SocketWishes: what libcurl wants of its descriptors, and does to them, in order.
//
// An object of its own, because connections outlive the handles that they were opened for, and the end of the MultiHandle,
// which closes them.

private import BraidCore
private import Glibc

/// Notes of libcurl's callbacks, until whoever drives the MultiHandle takes them. Confined like the MultiHandle.
final class SocketWishes {
    private let changes = Confined(Queue<SocketChange>())

    func append(_ change: SocketChange) { changes.value.append(change) }

    /// The first; nil if all were taken.
    func next() -> SocketChange? { changes.value.next() }
}

/// libcurl has opened a socket.
func noteOpenedSocket(_ owner: UnsafeMutableRawPointer?, _ descriptor: Int32) {
    // Safety: libcurl's own argument, passed on at once.
    unsafe note(.opened(descriptor), for: owner)
}

/// Closes a socket for libcurl.
func noteClosedSocket(_ owner: UnsafeMutableRawPointer?, _ descriptor: Int32) -> Int32 {
    // Safety: as above.
    unsafe note(.closed(descriptor), for: owner)
    return close(descriptor)
}

private func note(_ change: SocketChange, for owner: UnsafeMutableRawPointer?) {
    // Safety: what EasyHandle.watch has given, which outlives every connection.
    guard let owner = unsafe owner else { return }
    unsafe Unmanaged<SocketWishes>.fromOpaque(owner)._withUnsafeGuaranteedRef { $0.append(change) }
}
