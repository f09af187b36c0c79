// Transfer › TransferCallbacks: where libcurl calls back into Swift with a piece of an answer, or for one of a request.
//
// The only place where bytes cross from C. libcurl calls these functions while MultiHandle is inside
// one of its own calls, on the same thread, and never after the handle was removed or reset; the
// transfer is alive all that time because MultiHandle holds it among the active ones. Nothing here
// may wait or call libcurl's multi interface.

internal import CBraidCurl

/// Returns the number of bytes taken; any other number than given makes libcurl end the transfer.
func receiveHeaderLine(
    _ bytes: UnsafeMutablePointer<CChar>, _ size: Int, _ count: Int, _ owner: UnsafeMutableRawPointer?
) -> Int {
    // Safety: libcurl's own arguments, passed on at once.
    unsafe receive(bytes, size * count, owner) { $0.receiveHeaderLine($1) ? .taken : .refused }
}

/// The same for a piece of the decoded body, after which the transfer may also be paused.
func receiveBodyPiece(
    _ bytes: UnsafeMutablePointer<CChar>, _ size: Int, _ count: Int, _ owner: UnsafeMutableRawPointer?
) -> Int {
    // Safety: libcurl's own arguments, passed on at once.
    unsafe receive(bytes, size * count, owner) { $0.receiveBodyPiece($1) }
}

// Safety: `owner` is the transfer that EasyHandle.connect set, which MultiHandle keeps alive; the bytes
// are libcurl's for the length of the call.
@unsafe private func receive(
    _ bytes: UnsafeMutablePointer<CChar>, _ total: Int, _ owner: UnsafeMutableRawPointer?,
    by take: (Transfer, Span<UInt8>) -> Transfer.Intake
) -> Int {
    // Safety: see above; the span does not outlive the call, which the compiler checks.
    guard total > 0, let owner = unsafe owner else { return 0 }
    let transfer = unsafe Unmanaged<Transfer>.fromOpaque(owner).takeUnretainedValue()
    let piece = unsafe UnsafeRawBufferPointer(start: bytes, count: total)
    return switch unsafe take(transfer, piece.assumingMemoryBound(to: UInt8.self).span) {
    case .taken: total
    case .paused: Int(BRAID_CURL_PAUSE)
    // libcurl treats a callback that takes 0 of more than 0 bytes as a refusal.
    case .refused: 0
    }
}

/// Returns 0 if the transfer's host may be looked up now; otherwise libcurl ends the transfer, which is then begun again.
func permitLookup(
    _ state: UnsafeMutableRawPointer?, _ reserved: UnsafeMutableRawPointer?, _ owner: UnsafeMutableRawPointer?
) -> Int32 {
    // Safety: `owner` is the transfer that EasyHandle.connect set, which MultiHandle keeps alive.
    guard let owner = unsafe owner else { return 0 }
    let transfer = unsafe Unmanaged<Transfer>.fromOpaque(owner).takeUnretainedValue()
    return transfer.mayLookUp() ? 0 : 1
}

/// Fills the buffer with what is to be sent next; returns the number of bytes, 0 at the end.
func supplyBodyPiece(
    _ buffer: UnsafeMutablePointer<CChar>, _ size: Int, _ count: Int, _ owner: UnsafeMutableRawPointer?
) -> Int {
    // Safety: `owner` is the transfer that EasyHandle.setUpload set, which MultiHandle keeps alive.
    guard let owner = unsafe owner else { return Int(BRAID_CURL_ABORT) }
    let transfer = unsafe Unmanaged<Transfer>.fromOpaque(owner).takeUnretainedValue()
    switch transfer.supply(atMost: size * count) {
    case .bytes(let bytes):
        // Safety: libcurl's buffer has room for as many bytes as were asked for, and the supply has no more.
        unsafe UnsafeMutableRawBufferPointer(start: buffer, count: size * count).copyBytes(from: bytes)
        return bytes.count
    case .pause: return Int(BRAID_CURL_PAUSE)
    case .end: return 0
    case .failure: return Int(BRAID_CURL_ABORT)
    }
}
