// Command tests › BraidProcess: the command as a process of its own, for what a process does at its end.

import Glibc

@testable import BraidCommand

/// The path of the command that was built with these tests.
let braidProgram: String = {
    // The tests' bundle lies beside it.
    var folder = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? "\(CommandLine.arguments[0])"
    while let slash = folder.lastIndex(of: "/") {
        folder = String(folder[..<slash])
        // Safety: the text outlives the call.
        if unsafe access(folder + "/braid", X_OK) == 0 { return folder + "/braid" }
    }
    return "braid"
}()

/// Runs a script of the shell, which finds the command as `$0`.
func runScript(_ script: String, _ arguments: [String] = []) throws -> MeasuredProcess {
    try MeasuredProcess(running: ["sh", "-c", script, braidProgram] + arguments)
}

/// A name for a file that is gone at the end of the test.
final class TemporaryFile {
    let path: String

    init(_ text: String = "") throws {
        var template = Array("/tmp/braid-command-XXXXXX".utf8CString)
        // Safety: mkstemp overwrites the six letters in our array.
        let descriptor = unsafe mkstemp(&template)
        guard descriptor >= 0 else { throw CannotWrite(path: "/tmp", error: errno) }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        let bytes = Array(text.utf8)
        // Safety: the kernel reads from our array, of the count that is given.
        guard unsafe write(descriptor, bytes, bytes.count) == bytes.count else {
            throw CannotWrite(path: path, error: errno)
        }
        close(descriptor)
    }

    // Safety: the text outlives the call.
    deinit { unsafe unlink(path) }

    var text: String {
        get throws { try MeasuredProcess(running: ["cat", path]).output }
    }

    var lines: [String] {
        get throws { try text.split(separator: "\n").map(String.init) }
    }
}
