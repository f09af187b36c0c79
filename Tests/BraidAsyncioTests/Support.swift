import BraidAsyncio
import BraidTestSeeds
import BraidTestSupport
import BraidTesting

/// What happened, in order.
final class Log: Sendable {
    private let lines = Shared<[String]>([])

    var entries: [String] { lines.value }

    /// Notes a line of what Python's `print` would print of these values.
    func callAsFunction(_ values: Any...) {
        let line = values.map(printed).joined(separator: " ")
        lines.withLock { $0.append(line) }
    }
}

/// Runs `program` by `EventLoop.run` in virtual time, as it is driven by each of 20 seeds, and returns what it logs; the order
/// on a loop depends on no seed.
func logOfLoop(_ program: @escaping @Sendable (Log) async throws -> Void) async throws -> [String] {
    try await sameForEachSeed {
        let log = Log()
        try EventLoop.run { try await program(log) }
        log("run returned")
        return log.entries
    }
}

/// Runs `program` by `EventLoop.run` on a thread and in real time: for what is about threads, or runs once.
@discardableResult
func onThread<Value>(_ program: @escaping @Sendable () async throws -> sending Value) async throws -> Value {
    try await onPlainThread { try EventLoop.run { try await program() } }
}

/// The same, and for each of 20 seeds.
func onLoop(_ program: @escaping @Sendable () async throws -> Void) async throws {
    try await bothWays { try EventLoop.run { try await program() } }
}

/// The same for a program that returns something, which must be equal in all of these runs.
@discardableResult
func onLoop<Value: Equatable & Sendable>(_ program: @escaping @Sendable () async throws -> Value) async throws
    -> Value
{
    try await sameBothWays { try EventLoop.run { try await program() } }
}

/// An error to throw; Python's `ValueError` in the programs that are compared.
struct ValueError: Error, Equatable, CustomStringConvertible {
    let reason: String

    init(_ reason: Any = "") {
        self.reason = "\(reason)"
    }

    var description: String { reason }
}

private func printed(_ value: Any) -> String {
    if let truth = value as? Bool { truth ? "True" : "False" } else { "\(value)" }
}
