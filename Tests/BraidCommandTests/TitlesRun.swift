// Command tests › TitlesRun: the whole job in this process, its output in a file without a name.

import ArgumentParser
import BraidCore
import BraidHTTP
import BraidTesting
import Glibc

@testable import BraidCommand

/// What a run of `braid titles` printed and came to.
struct TitlesRun: Sendable {
    let lines: [String]
    let failures: Int

    /// Runs the command with these words, as the shell would, on a thread of its own.
    init(_ words: [String]) async throws {
        let (lines, failures) = try await onPlainThread {
            let command = try TitlesCommand.parse(words)
            // Not for the children of other tests, one of which may have few.
            // Safety: a new stream of ours, which is closed once its descriptor is copied.
            let file = unsafe tmpfile()
            let descriptor = unsafe fcntl(fileno(file), F_DUPFD_CLOEXEC, 0)
            if let file = unsafe file { unsafe fclose(file) }
            var options = try command.printing.open()
            options.output = OutputStream(descriptor: descriptor, name: "the test")
            options.isForPeople = false
            let failures = try command.fetchAll(into: Report(options), without: options.journal?.finished)
            return (contents(of: descriptor).split(separator: "\n").map(String.init), failures)
        }
        self.lines = lines
        self.failures = failures
    }

    /// The first field of each line, which is the address.
    var addresses: [String] { lines.dropFirst().map { String($0.prefix { $0 != "\t" }) } }

    /// A field of each line but the header, by its number.
    func fields(_ number: Int) -> [String] {
        lines.dropFirst().map { line in
            String(line.split(separator: "\t", omittingEmptySubsequences: false)[number])
        }
    }
}

/// All that was written to a file, which is closed.
private func contents(of descriptor: Int32) -> String {
    defer { close(descriptor) }
    let length = Int(lseek(descriptor, 0, SEEK_END))
    // Safety: the kernel writes at most as many bytes as the buffer has room for.
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: length) { buffer, count in
        unsafe count = max(0, pread(descriptor, buffer.baseAddress, length, 0))
    }
    return String(decoding: bytes, as: UTF8.self)
}
