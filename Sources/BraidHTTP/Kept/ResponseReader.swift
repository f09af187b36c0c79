// Kept › ResponseReader: the bytes of one response in, its fields and its body into a transfer.
//
// Only what is plain is read to its end. A response that libcurl would decode, follow or judge is found out by its
// fields, before any of its body was taken, and then it is libcurl that asks again.

private import Glibc

/// A state machine without I/O, for one response.
struct ResponseReader {
    enum Progress: Equatable {
        /// More must come.
        case more
        /// The response is complete.
        case complete
        /// The server did not take up the request. Libcurl is to send it again.
        case unanswered
        /// This is for libcurl, which is to send the request again.
        case unsuitable
        /// The transfer has refused what came, and knows why.
        case refused
        /// The body cannot be read any further.
        case malformed
    }

    private enum Phase {
        case head
        case counted(left: Int)
        case chunked(ChunkReader)
        case untilEnd
    }

    private var phase = Phase.head
    /// The beginning of a header line whose end has not come.
    private var line: [UInt8] = []
    /// Whether another request may be sent on the connection when this response is complete.
    private(set) var keepsConnection = false

    /// Takes what has come.
    mutating func take(_ bytes: Span<UInt8>, for transfer: Transfer) -> Progress {
        var position = 0
        while case .head = phase {
            guard position < bytes.count else { return .more }
            if let end = takeLine(bytes, from: &position, for: transfer) { return end }
        }
        let progress = takeBody(bytes, from: &position, for: transfer)
        // Whoever sends more than was asked for is not to be asked again.
        if progress == .complete, position < bytes.count { keepsConnection = false }
        return progress
    }

    /// The connection has ended.
    func end() -> Progress {
        switch phase {
        case .head: .unanswered
        case .untilEnd: .complete
        case .counted, .chunked: .malformed
        }
    }

    // MARK: The head

    /// Takes a line, or the part of it that is there. Returns something if the reading ends with it.
    private mutating func takeLine(
        _ bytes: Span<UInt8>, from position: inout Int, for transfer: Transfer
    ) -> Progress? {
        let rest = bytes.extracting(position..<bytes.count)
        let length = rest.lineLength
        let piece = rest.extracting(0..<(length ?? rest.count))
        position += piece.count
        let verdict: HeaderCollector.Verdict
        if line.isEmpty, length != nil {
            verdict = transfer.takeHeaderLine(piece)
        } else {
            // Safety: the pointer is used only within the closure, while the span's owner keeps it alive.
            unsafe piece.withUnsafeBufferPointer { unsafe line.append(contentsOf: $0) }
            guard length != nil || line.count > transfer.configuration.maximumHeaderBytes else { return nil }
            verdict = transfer.takeHeaderLine(line.span)
            line.removeAll(keepingCapacity: true)
        }
        // A server says 408 when it no longer waits for a request, which may not have reached it yet.
        guard transfer.headers.statusCode != 408 else { return .unanswered }
        guard transfer.headers.statusCode != 0 else { return .unsuitable }
        switch verdict {
        case .more, .interim: return nil
        case .tooLarge: return .refused
        case .complete: return beginBody(of: transfer)
        }
    }

    private mutating func beginBody(of transfer: Transfer) -> Progress? {
        let headers = transfer.headers
        guard headers.isPlain, !(transfer.followsRedirects && headers.isRedirect) else { return .unsuitable }
        keepsConnection = headers.keepsConnection
        switch headers.framing {
        case .none: phase = .counted(left: 0)
        case .length(let length): phase = .counted(left: length)
        case .chunked: phase = .chunked(ChunkReader())
        case .untilEnd:
            phase = .untilEnd
            keepsConnection = false
        case .unclear: return .unsuitable
        }
        return transfer.beginBody() ? nil : .refused
    }

    // MARK: The body

    private mutating func takeBody(
        _ bytes: Span<UInt8>, from position: inout Int, for transfer: Transfer
    ) -> Progress {
        switch phase {
        case .head: return .more
        case .counted(let left):
            let piece = bytes.extracting(position..<(position + min(left, bytes.count - position)))
            position += piece.count
            phase = .counted(left: left - piece.count)
            guard piece.isEmpty || transfer.receiveBodyPiece(piece) == .taken else { return .refused }
            return piece.count == left ? .complete : .more
        case .untilEnd:
            let piece = bytes.extracting(position..<bytes.count)
            position = bytes.count
            return piece.isEmpty || transfer.receiveBodyPiece(piece) == .taken ? .more : .refused
        case .chunked(var chunks):
            defer { phase = .chunked(chunks) }
            while true {
                switch chunks.next(in: bytes, from: &position) {
                case .more: return .more
                case .end: return .complete
                case .malformed: return .malformed
                case .piece(let range):
                    guard transfer.receiveBodyPiece(bytes.extracting(range)) == .taken else {
                        return .refused
                    }
                }
            }
        }
    }
}

extension Span<UInt8> {
    /// How long the first line is, its end included; nil if it has none here.
    fileprivate var lineLength: Int? {
        // Safety: memchr reads the span's bytes while its owner keeps them alive, and says where among them it found one.
        unsafe withUnsafeBufferPointer { bytes in
            guard let start = bytes.baseAddress,
                let found = unsafe memchr(start, Int32(UInt8(ascii: "\n")), bytes.count)
            else { return nil }
            return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(start) + 1
        }
    }
}
