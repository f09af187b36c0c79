// Transfer › BodyBuffer: the body of a response as it arrives, and the limit that it may not pass.
//
// Two checks, because either alone can be cheated. The announced length stops an honest giant before
// its first byte. The count of decoded bytes stops what announces nothing, and the compressed bomb,
// whose few bytes on the wire become gigabytes in memory: libcurl decodes in pieces of at most 16 KiB,
// and the first piece that does not fit ends the transfer.

/// The bytes of a body, never more than allowed.
struct BodyBuffer {
    /// What has arrived so far.
    private(set) var bytes: [UInt8] = []
    let maximumBytes: Int

    init(maximumBytes: Int) {
        self.maximumBytes = maximumBytes
    }

    /// Starts over for a new response; false if it announces more than is allowed.
    mutating func begin(announced length: Int?) -> Bool {
        bytes.removeAll(keepingCapacity: true)
        guard let length else { return true }
        guard length <= maximumBytes else { return false }
        // A lie costs at most this: the rest is allocated when it has really arrived.
        bytes.reserveCapacity(min(length, 1 << 20))
        return true
    }

    /// Takes a piece; false, and nothing taken, if that would be more than is allowed.
    mutating func append(_ piece: Span<UInt8>) -> Bool {
        guard piece.count <= maximumBytes - bytes.count else { return false }
        // Safety: the pointer is used only within the closure, while the span's owner keeps it alive.
        unsafe piece.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
        return true
    }
}
