// Ordering › CPython: the logs that CPython printed for the programs in `CPython`, which the Swift programs beside this
// file repeat statement for statement. `regenerate` runs them again.

import Foundation
import Testing

/// Runs a program on a loop, and expects it to log what CPython printed for the one named `name`.
func expectTheLogOfCPython(
    _ name: String, _ program: @escaping @Sendable (Log) async throws -> Void,
    at location: SourceLocation = #_sourceLocation
) async throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "CPython")
    let printed = try String(contentsOf: folder.appending(path: "\(name).log"), encoding: .utf8)
    let expected = printed.split(separator: "\n", omittingEmptySubsequences: true).map(trimmed)
    var log = try await logOfLoop(program).map(trimmed)
    if expected.last != "run returned", log.last == "run returned" { log.removeLast() }
    #expect(log == expected, sourceLocation: location)
}

private func trimmed(_ line: some StringProtocol) -> String { line.trimmingCharacters(in: .whitespaces) }
