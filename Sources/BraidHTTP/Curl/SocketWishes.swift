// Curl › SocketWishes: what libcurl wants of its descriptors, and does to them, in order.
//
// An object of its own, because connections outlive the handles that they were opened for, and the end of the MultiHandle,
// which closes them.

private import BraidCore
private import Glibc

/// Notes of libcurl's callbacks, until whoever drives the MultiHandle takes them. Confined like the MultiHandle.
final class SocketWishes {
    private let state = Confined(State())

    private struct State {
        var changes = Queue<SocketChange>()
        var open: Set<Int32> = []
        /// Those that are left open when libcurl closes them.
        var toKeep: Set<Int32> = []
        /// Those that were.
        var left: Set<Int32> = []
    }

    func append(_ change: SocketChange) { state.value.changes.append(change) }

    /// The first; nil if all were taken.
    func next() -> SocketChange? { state.value.changes.next() }

    /// How many sockets are open.
    var openCount: Int { state.value.open.count }

    /// Has a socket left open when libcurl closes it; false if it is none.
    func keep(_ descriptor: Int32) -> Bool {
        guard state.value.open.contains(descriptor) else { return false }
        state.value.toKeep.insert(descriptor)
        return true
    }

    /// Whether libcurl has closed a socket that was to be kept, which is the caller's then. If not, libcurl will.
    func takeLeft(_ descriptor: Int32) -> Bool {
        state.value.toKeep.remove(descriptor)
        return state.value.left.remove(descriptor) != nil
    }

    /// Closes a socket.
    func close(_ descriptor: Int32) {
        append(.watch(descriptor, for: []))
        _ = closeOpened(descriptor)
    }

    fileprivate func noteOpened(_ descriptor: Int32) {
        state.value.open.insert(descriptor)
        append(.opened(descriptor))
    }

    /// 0, or -1 with the error in errno.
    fileprivate func closeForLibrary(_ descriptor: Int32) -> Int32 {
        guard state.value.toKeep.remove(descriptor) == nil else {
            state.value.left.insert(descriptor)
            return 0
        }
        return closeOpened(descriptor)
    }

    private func closeOpened(_ descriptor: Int32) -> Int32 {
        state.value.open.remove(descriptor)
        append(.closed(descriptor))
        return Glibc.close(descriptor)
    }
}

/// libcurl has opened a socket.
func noteOpenedSocket(_ owner: UnsafeMutableRawPointer?, _ descriptor: Int32) {
    // Safety: what EasyHandle.watch has given, which outlives every connection.
    guard let owner = unsafe owner else { return }
    unsafe Unmanaged<SocketWishes>.fromOpaque(owner)._withUnsafeGuaranteedRef { $0.noteOpened(descriptor) }
}

/// Closes a socket for libcurl.
func noteClosedSocket(_ owner: UnsafeMutableRawPointer?, _ descriptor: Int32) -> Int32 {
    // Safety: as above.
    guard let owner = unsafe owner else { return close(descriptor) }
    return unsafe Unmanaged<SocketWishes>.fromOpaque(owner)._withUnsafeGuaranteedRef {
        $0.closeForLibrary(descriptor)
    }
}
