// Test support › LoopbackServer: a server that says exactly what a test wants it to, byte for byte.
//
// No HTTP library stands between a test and the wire, because most tests are about answers that no
// library would give. A thread accepts, and a thread serves each connection with blocking calls; both
// end when their socket does.

internal import Glibc
internal import Synchronization

/// Listens on a free port of the loopback address until it is released.
package final class LoopbackServer: Sendable {
    /// The port.
    package let port: UInt16
    private let listener: Int32
    private let accepted: Accepted

    /// How many connections were accepted.
    package var connections: Int { accepted.count.load(ordering: .sequentiallyConsistent) }
    /// The URL of a path on this server.
    package func url(_ path: String = "/") -> String { "http://127.0.0.1:\(port)\(path)" }

    /// Answers every request with `answer`; a connection is closed when that returns false.
    package init(_ answer: @escaping @Sendable (Exchange) -> Bool) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        precondition(listener >= 0, "no socket")
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        // Safety: the address is ours for the length of the closure, and of the size that is given.
        unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                precondition(unsafe bind(listener, address, size) == 0, "cannot bind")
                precondition(unsafe getsockname(listener, address, &size) == 0, "no name")
            }
        }
        precondition(listen(listener, 1024) == 0, "cannot listen")
        self.listener = listener
        port = UInt16(bigEndian: address.sin_port)
        let accepted = Accepted()
        self.accepted = accepted
        startThread {
            while case let connection = accept(listener, nil, nil), connection >= 0 {
                accepted.count.add(1, ordering: .sequentiallyConsistent)
                startThread { serve(connection, answer) }
            }
            close(listener)
        }
    }

    deinit {
        // The thread that accepts is woken by this, and closes the descriptor.
        shutdown(listener, Int32(SHUT_RDWR))
    }

    private final class Accepted: Sendable {
        let count = Atomic(0)
    }
}

private func serve(_ connection: Int32, _ answer: (Exchange) -> Bool) {
    let lines = LineReader(connection)
    while let head = lines.readHead(), answer(Exchange(connection: connection, head: head, lines: lines)) {}
    // Lets the client read what was sent before the connection is gone.
    shutdown(connection, Int32(SHUT_WR))
    close(connection)
}

/// One request on a connection, and the means to answer it.
package struct Exchange {
    let connection: Int32
    /// The request line and the fields.
    package let head: [String]
    fileprivate let lines: LineReader

    /// The path of the request.
    package var path: String { head[0].split(separator: " ").dropFirst().first.map(String.init) ?? "" }
    /// The method of the request.
    package var method: String { head[0].split(separator: " ").first.map(String.init) ?? "" }

    /// The value of a field.
    package func field(_ name: String) -> String? {
        let prefix = "\(name.lowercased()):"
        return head.first { $0.lowercased().hasPrefix(prefix) }.map { line in
            String(line.dropFirst(prefix.count).drop { $0 == " " })
        }
    }

    /// Reads the body of the request.
    package func readBody() -> String {
        String(decoding: lines.read(count: Int(field("Content-Length") ?? "0") ?? 0), as: UTF8.self)
    }

    /// Reads the body of the request, sent in chunks.
    package func readChunks() -> String {
        var body: [UInt8] = []
        while let line = lines.readLine(), let count = Int(line, radix: 16), count > 0 {
            body += lines.read(count: count)
            _ = lines.readLine()
        }
        // The empty line after the last, empty chunk.
        _ = lines.readLine()
        return String(decoding: body, as: UTF8.self)
    }

    /// Sends text; false if the client has gone.
    @discardableResult package func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    /// Sends bytes; false if the client has gone.
    @discardableResult package func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let rest = bytes[sent...]
            // Safety: the slice is alive in the closure, and the kernel only reads from it.
            let count = unsafe rest.withUnsafeBytes { bytes in
                unsafe Glibc.send(connection, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// Sends a complete response and keeps the connection open.
    package func respond(_ status: String = "200 OK", _ fields: [String] = [], _ body: String = "") -> Bool {
        respond(status, fields, Array(body.utf8))
    }

    /// The same with a body of bytes.
    package func respond(_ status: String, _ fields: [String], _ body: [UInt8]) -> Bool {
        let head = ["HTTP/1.1 \(status)", "Content-Length: \(body.count)"] + fields
        return send(Array("\(head.joined(separator: "\r\n"))\r\n\r\n".utf8) + (method == "HEAD" ? [] : body))
    }

    /// Waits until the client closes the connection; false, to close it here as well.
    package func waitForTheClientToGo() -> Bool {
        while lines.readHead() != nil {}
        return false
    }
}

/// Reads requests from a connection.
private final class LineReader {
    private let connection: Int32
    private var buffer: [UInt8] = []

    init(_ connection: Int32) { self.connection = connection }

    func readHead() -> [String]? {
        var lines: [String] = []
        while let line = readLine() {
            if line.isEmpty { return lines }
            lines.append(line)
        }
        return nil
    }

    func read(count: Int) -> [UInt8] {
        while buffer.count < count, fill() {}
        defer { buffer.removeFirst(min(count, buffer.count)) }
        return Array(buffer.prefix(count))
    }

    func readLine() -> String? {
        while true {
            if let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
                let line = buffer[..<end].filter { $0 != UInt8(ascii: "\r") }
                buffer.removeFirst(end + 1)
                return String(decoding: line, as: UTF8.self)
            }
            guard fill() else { return nil }
        }
    }

    private func fill() -> Bool {
        var piece = [UInt8](repeating: 0, count: 16384)
        // Safety: the kernel writes at most that many bytes into our buffer.
        let count = unsafe recv(connection, &piece, piece.count, 0)
        guard count > 0 else { return false }
        buffer += piece[..<count]
        return true
    }
}
