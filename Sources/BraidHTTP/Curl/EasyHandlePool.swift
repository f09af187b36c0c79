// Curl › EasyHandlePool: easy handles that rest between two transfers.

/// Handles that were used, and were reset or have kept their options, ready for another transfer.
struct EasyHandlePool {
    /// An idle handle weighs some kilobytes; a burst must not leave thousands behind.
    private static let most = 64
    private var idle: [EasyHandle] = []
    private let sockets: SocketWishes

    /// - Parameter sockets: for the handles: see EasyHandle.
    init(sockets: SocketWishes) {
        self.sockets = sockets
    }

    mutating func take() throws(HTTPError) -> EasyHandle {
        if let handle = idle.popLast() { return handle }
        return try EasyHandle(sockets: sockets)
    }

    /// - Parameter isIntact: whether its last transfer has ended well.
    mutating func give(back handle: EasyHandle, isIntact: Bool) {
        guard idle.count < Self.most else { return }
        if !isIntact || !handle.mayKeepOptions { handle.reset() }
        idle.append(handle)
    }

    mutating func removeAll() {
        idle.removeAll()
    }
}
