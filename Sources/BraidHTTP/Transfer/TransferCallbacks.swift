// Transfer › TransferCallbacks: where libcurl calls back into Swift with a piece of an answer.
//
// The only place where bytes cross from C. libcurl calls these functions while MultiHandle is inside
// one of its own calls, on the same thread, and never after the handle was removed or reset; the
// transfer is alive all that time because MultiHandle holds it among the active ones. Nothing here
// may wait or call libcurl's multi interface.

/// Returns the number of bytes taken; any other number than given makes libcurl end the transfer.
func receiveHeaderLine(
    _ bytes: UnsafeMutablePointer<CChar>, _ size: Int, _ count: Int, _ owner: UnsafeMutableRawPointer?
) -> Int {
    // Safety: libcurl's own arguments, passed on at once.
    unsafe receive(bytes, size * count, owner) { $0.receiveHeaderLine($1) }
}

/// The same for a piece of the decoded body.
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
    by take: (Transfer, Span<UInt8>) -> Bool
) -> Int {
    // Safety: see above; the span does not outlive the call, which the compiler checks.
    guard total > 0, let owner = unsafe owner else { return 0 }
    let transfer = unsafe Unmanaged<Transfer>.fromOpaque(owner).takeUnretainedValue()
    let piece = unsafe UnsafeRawBufferPointer(start: bytes, count: total)
    let taken = unsafe take(transfer, piece.assumingMemoryBound(to: UInt8.self).span)
    // libcurl treats a callback that takes 0 of more than 0 bytes as a refusal.
    return taken ? total : 0
}
