// BraidSite › SiteVisitor: one connection, from its first request to its end.
//
// As much of HTTP/1.1 as an honest client needs: GET and HEAD, one request after the other on a connection that is kept.
// Whoever sends something else gets an answer and is shown out.

internal import Glibc

struct SiteVisitor {
    /// The most bytes that a request may have.
    private static let room = 1 << 16
    /// How long a connection is kept on which nothing is asked, in seconds.
    private static let patience = 60

    private let connection: Int32

    init(_ connection: Int32) {
        self.connection = connection
        var patience = timeval(tv_sec: SiteVisitor.patience, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        // Safety: the kernel reads our variable, of the size that is given.
        unsafe setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
    }

    /// Answers until the visitor goes, or has to.
    func serve() {
        var received: [UInt8] = []
        while let request = SiteRequest(takenFrom: &received) ?? nextRequest(&received) {
            let page = SitePage.catalogue.first { $0.path == request.path } ?? SitePage.absent
            // Waiting here is what a slow database behind a page is to the one who fetches it.
            if page.delay > .zero { wait(for: page.delay) }
            let answer = request.isUnderstood ? page : SitePage.refusal
            guard send(answer.response(isHead: request.isHead, isLast: request.isLast)), !request.isLast
            else {
                break
            }
        }
        leave()
    }

    func leave() {
        // Lets the other end read what was sent before the connection is gone.
        shutdown(connection, Int32(SHUT_WR))
        close(connection)
    }

    /// Reads on until there is a whole request; nil if there will be none.
    private func nextRequest(_ received: inout [UInt8]) -> SiteRequest? {
        var block = [UInt8](repeating: 0, count: 4096)
        while received.count < SiteVisitor.room {
            // Safety: the kernel writes at most as many bytes as the array has.
            let count = unsafe recv(connection, &block, block.count, 0)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return nil }
            received += block[..<count]
            if let request = SiteRequest(takenFrom: &received) { return request }
        }
        return nil
    }

    private func wait(for delay: Duration) {
        usleep(UInt32(delay / .microseconds(1)))
    }

    /// False if the visitor has gone.
    private func send(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            // Safety: the kernel reads from the slice during the call.
            let count = unsafe rest.withUnsafeBytes {
                unsafe Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 || errno == EINTR else { return false }
            rest = rest.dropFirst(max(0, count))
        }
        return true
    }
}

/// What the head of a request says.
struct SiteRequest {
    let path: String
    let isHead: Bool
    /// Whether it is one that can be answered with a page.
    let isUnderstood: Bool
    /// Whether the connection is to end with its answer.
    let isLast: Bool

    /// Takes a whole head from the beginning of what was received; nil if there is none yet.
    init?(takenFrom received: inout [UInt8]) {
        let mark = Array("\r\n\r\n".utf8)
        guard let end = received.firstRange(of: mark) else { return nil }
        let head = String(decoding: received[..<end.lowerBound], as: UTF8.self).lowercased()
        let words = String(decoding: received.prefix { $0 != 0x0D }, as: UTF8.self).split(separator: " ")
        received.removeSubrange(..<end.upperBound)
        isUnderstood = words.count == 3 && ["GET", "HEAD"].contains(words[0])
        isHead = words.first == "HEAD"
        path = words.count > 1 ? String(words[1].prefix { $0 != "?" }) : ""
        isLast =
            !isUnderstood || head.contains("\r\nconnection: close") || words.last == "HTTP/1.0"
            || head.contains("\r\ncontent-length:") || head.contains("\r\ntransfer-encoding:")
    }
}

extension SitePage {
    static let absent = SitePage(path: "", status: 404, phrase: "Not Found", contentType: nil, body: [])
    static let refusal = SitePage(
        path: "", status: 405, phrase: "Method Not Allowed", contentType: nil, body: [])

    /// The answer as it is sent.
    fileprivate func response(isHead: Bool, isLast: Bool) -> [UInt8] {
        var lines = ["HTTP/1.1 \(status) \(phrase)", "Content-Length: \(body.count)"]
        if let contentType { lines.append("Content-Type: \(contentType)") }
        if let location { lines.append("Location: \(location)") }
        if status == SitePage.refusal.status { lines.append("Allow: GET, HEAD") }
        if isLast { lines.append("Connection: close") }
        return Array((lines + ["", ""]).joined(separator: "\r\n").utf8) + (isHead ? [] : body)
    }
}
