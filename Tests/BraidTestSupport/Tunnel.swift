// Test support › Tunnel: a connection through a server, as a proxy makes it after CONNECT.

internal import BraidCore
internal import Glibc

extension Exchange {
    /// Says yes to a CONNECT, and passes bytes on in both directions until both sides have ended.
    ///
    /// - Parameter port: where the tunnel leads to, on the loopback address.
    /// - Returns: false, as the connection is done with then.
    package func tunnel(to port: UInt16) -> Bool {
        let there = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        defer { close(there) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        // Safety: the address is ours for the length of the closure, and of the size that is given.
        let connected = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe connect(there, address, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0, send("HTTP/1.1 200 Connection established\r\n\r\n") else { return false }
        let here = connection
        let back = PlainThread(name: "braid-tunnel") { pass(from: there, to: here) }
        pass(from: here, to: there)
        back.join()
        return false
    }
}

private func pass(from source: Int32, to target: Int32) {
    var piece = [UInt8](repeating: 0, count: 16384)
    while true {
        // Safety: the kernel writes at most that many bytes into our buffer, and reads as many as it has written.
        let count = unsafe recv(source, &piece, piece.count, 0)
        guard count > 0, unsafe Glibc.send(target, piece, count, Int32(MSG_NOSIGNAL)) == count else { break }
    }
    shutdown(target, Int32(SHUT_WR))
}
