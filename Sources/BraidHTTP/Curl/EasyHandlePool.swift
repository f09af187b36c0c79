// Curl › EasyHandlePool: easy handles that rest between two transfers.

/// Handles that were used and reset, ready for another transfer.
struct EasyHandlePool {
    /// An idle handle weighs some kilobytes; a burst must not leave thousands behind.
    private static let most = 64
    private var idle: [EasyHandle] = []

    mutating func take() throws(HTTPError) -> EasyHandle {
        if let handle = idle.popLast() { return handle }
        return try EasyHandle()
    }

    mutating func give(back handle: EasyHandle) {
        guard idle.count < Self.most else { return }
        handle.reset()
        idle.append(handle)
    }

    mutating func removeAll() {
        idle.removeAll()
    }
}
