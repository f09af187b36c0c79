// Bench › Connection: a socket, as a goroutine uses it.

import BraidGoroutines
import Glibc
import Measuring

/// A socket of this machine that does not block.
struct Connection: Sendable {
    private let socket: Int32

    init(to port: UInt16) throws {
        try self.init()
        // Safety: the address is there during the call.
        let result = unsafe Connection.withAddress(port) { unsafe connect(socket, $0, $1) }
        guard result < 0 else { return }
        guard errno == EINPROGRESS else { throw Connection.complaint("connect") }
        try Goroutine.wait(for: .writing, on: socket)
        var (error, size) = (Int32(0), socklen_t(MemoryLayout<Int32>.size))
        // Safety: both are ours.
        _ = unsafe getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size)
        if error != 0 { throw Complaint("connect: error \(error)") }
    }

    init(listeningOn port: UInt16) throws {
        try self.init()
        var isOn: Int32 = 1
        // Safety: the kernel reads our variable.
        _ = unsafe setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &isOn, socklen_t(MemoryLayout<Int32>.size))
        // Safety: the address is there during the call.
        let result = unsafe Connection.withAddress(port) { unsafe bind(socket, $0, $1) }
        guard result == 0, listen(socket, SOMAXCONN) == 0 else { throw Connection.complaint("listen") }
    }

    private init() throws {
        let type = SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue
        self.init(try Connection.checked("socket", Glibc.socket(AF_INET, Int32(type), 0)))
    }

    private init(_ socket: Int32) {
        self.socket = socket
        var isOn: Int32 = 1
        // As Go and tokio's peer do. Safety: the kernel reads our variable.
        _ = unsafe setsockopt(
            socket, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn, socklen_t(MemoryLayout<Int32>.size))
    }

    func accept() throws -> Connection {
        while true {
            let connection = Glibc.accept(socket, nil, nil)
            if connection >= 0 {
                _ = fcntl(connection, F_SETFL, O_NONBLOCK)
                return Connection(connection)
            }
            guard errno == EAGAIN else { throw Connection.complaint("accept") }
            try Goroutine.wait(for: .reading, on: socket)
        }
    }

    /// As much as has come, at least a byte; zero at the end.
    func read(_ buffer: inout [UInt8], from start: Int) throws -> Int {
        while true {
            // Safety: the kernel writes into the rest of the array.
            let count = unsafe buffer.withUnsafeMutableBytes {
                unsafe Glibc.read(socket, $0.baseAddress.map { unsafe $0 + start }, $0.count - start)
            }
            if count >= 0 { return count }
            guard errno == EAGAIN else { throw Connection.complaint("read") }
            try Goroutine.wait(for: .reading, on: socket)
        }
    }

    func write(_ bytes: ArraySlice<UInt8>) throws {
        var rest = bytes
        while !rest.isEmpty {
            // Safety: the kernel reads from the slice during the call.
            let count = unsafe rest.withUnsafeBytes {
                unsafe send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                try Goroutine.wait(for: .writing, on: socket)
            } else {
                throw Connection.complaint("write")
            }
        }
    }

    func close() {
        try? Goroutine.close(socket)
    }

    private static func withAddress(
        _ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        // Safety: the address is ours for the length of the closure, and of the size that is given.
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    private static func checked(_ call: String, _ result: Int32) throws -> Int32 {
        guard result >= 0 else { throw complaint(call) }
        return result
    }

    private static func complaint(_ call: String) -> Complaint { Complaint("\(call): error \(errno)") }
}
