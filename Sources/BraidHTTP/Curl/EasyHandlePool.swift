// Curl › EasyHandlePool: easy handles that rest between two transfers.
//
// Most transfers set nothing but what the next one sets anew, and leave the handle as it is: to forget all options and
// to set them again costs a tenth of a small page.

/// Handles that were used, ready for another transfer.
struct EasyHandlePool {
    /// An idle handle weighs some kilobytes; a burst must not leave thousands behind.
    private static let most = 64
    private var idle: [EasyHandle] = []

    mutating func take() throws(HTTPError) -> EasyHandle {
        if let handle = idle.popLast() { return handle }
        return try EasyHandle()
    }

    /// - Parameter isPrepared: whether the transfer leaves nothing on the handle but what every transfer sets anew.
    mutating func give(back handle: EasyHandle, isPrepared: Bool) {
        guard idle.count < Self.most else { return }
        if isPrepared { handle.disconnect() } else { handle.reset() }
        idle.append(handle)
    }

    mutating func removeAll() {
        idle.removeAll()
    }
}
