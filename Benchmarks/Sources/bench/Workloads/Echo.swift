// Workloads › tcp_echo: N messages of 100 bytes go to a server and come back, over 1,000 connections at once. One operation
// is a round trip. The address is that of `bench echo_server PORT`.

import BraidGoroutines
import Measuring

private let connections = 1_000
private let messageBytes = 100

func echo(_ request: Workload.Request) throws -> Measurement {
    guard let port = request.url?.split(separator: ":").last.flatMap({ UInt16($0) }) else {
        throw Complaint("tcp_echo needs the address of a server, such as 127.0.0.1:7007")
    }
    try inGoroutine { try echo(max(1, request.count / 10), to: port) }
    return try Workload.timed(operations: request.count) {
        try inGoroutine { try echo(request.count, to: port) }
    }
}

private func echo(_ count: Int, to port: UInt16) throws {
    let group = ErrGroup()
    for share in count.shares(among: connections) {
        group.go {
            let connection = try Connection(to: port)
            defer { connection.close() }
            var message = [UInt8](repeating: 0, count: messageBytes)
            for _ in 0..<share {
                try connection.write(message[...])
                var received = 0
                while received < messageBytes {
                    let count = try connection.read(&message, from: received)
                    guard count > 0 else { throw Complaint("the server has closed the connection") }
                    received += count
                }
            }
        }
    }
    try group.wait()
}

/// Serves until the process is killed.
func serveEcho(_ request: Workload.Request) throws -> Measurement {
    let listener = try Connection(listeningOn: UInt16(clamping: request.count))
    return try inGoroutine { () throws -> Measurement in
        while true {
            let connection = try listener.accept()
            go {
                defer { connection.close() }
                var buffer = [UInt8](repeating: 0, count: 4_096)
                while let count = try? connection.read(&buffer, from: 0), count > 0 {
                    try? connection.write(buffer[..<count])
                }
            }
        }
    }
}
